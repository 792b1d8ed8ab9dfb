import { rewriteWxs, wxsDependencies } from '../../../local/simulator/build/wxs';

describe('WXS as JavaScript', () => {
  it('turns .constructor into the name of the type', () => {
    expect(rewriteWxs(`state.opened.constructor === 'Boolean'`)).toBe(
      `__wxsType(state.opened) === 'Boolean'`,
    );
    expect(rewriteWxs('list[0].constructor')).toBe('__wxsType(list[0])');
  });

  it('leaves backslashes to the regular expression', () => {
    expect(rewriteWxs(String.raw`getRegExp('^\d+(.\d+)?\'$', "g")`)).toBe(
      String.raw`getRegExp('^\\d+(.\\d+)?\'$', "g")`,
    );
    expect(rewriteWxs(String.raw`getRegExp("\\d")`)).toBe(String.raw`getRegExp("\\d")`);
  });

  it('requires modules without their suffix', () => {
    expect(rewriteWxs(`var a = require('./a.wxs'); var b = require("../b");`)).toBe(
      `var a = require('./a'); var b = require("../b");`,
    );
  });

  it('finds what a module requires', () => {
    expect(wxsDependencies(`require('./a.wxs'); require("../b")`)).toEqual(['./a', '../b']);
  });
});
