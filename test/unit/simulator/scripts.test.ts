import { toCommonJs } from '../../../local/simulator/build/scripts';

/** Runs a module on its own, with one other module to require. */
async function run(source: string, file: string, required: unknown = {}): Promise<unknown> {
  const module = { exports: {} };
  const code = await toCommonJs(source, file);
  new Function('module', 'exports', 'require', code)(module, module.exports, () => required);
  return module.exports;
}

describe('scripts', () => {
  it('may mix import with module.exports', async () => {
    const source = `import { a } from './a'; module.exports = { b: a + 1 };`;
    expect(await run(source, 'mixed.js', { a: 1 })).toEqual({ b: 2 });
  });

  it('are TypeScript when their name says so', async () => {
    expect(await run(`export const a: number = 1 as const;`, 'a.ts')).toMatchObject({ a: 1 });
  });

  it('may name a key twice; the last one counts', async () => {
    expect(await run('module.exports = { a: 1, a: 2 };', 'twice.js')).toEqual({ a: 2 });
  });
});
