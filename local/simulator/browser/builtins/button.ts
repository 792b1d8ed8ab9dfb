import { openAbility } from '../frame/open-abilities';
import { closestAbove } from './control';
import type { Builtin } from './define';
import { formOf } from './form';
import { hoverProperties, installHover } from './hover';

export const button: Builtin = {
  tag: 'button',
  properties: {
    ...hoverProperties('button-hover'),
    hoverStartTime: { type: Number, value: 20 },
    hoverStayTime: { type: Number, value: 70 },
    type: { type: String, value: 'default' },
    size: { type: String, value: 'default' },
    plain: Boolean,
    disabled: Boolean,
    loading: Boolean,
    formType: String,
    openType: String,
    lang: String,
    sessionFrom: String,
    sendMessageTitle: String,
    sendMessagePath: String,
    sendMessageImg: String,
    showMessageCard: Boolean,
    appParameter: String,
    needShowEntrance: Boolean,
    entrancePath: String,
    activityType: null,
    phoneNumberNoQuotaToast: Boolean,
  },
  setup(host) {
    // Attributes, as in WeChat: style sheets select `button[disabled]` and `button:not([size=mini])`.
    for (const name of ['type', 'size'] as const) {
      host.watch([name], () => {
        const value = host.text(name);
        if (value && value !== 'default') host.element.setAttribute(name, value);
        else host.element.removeAttribute(name);
      });
    }
    for (const name of ['plain', 'disabled', 'loading'] as const) {
      host.watch([name], () => host.element.toggleAttribute(name, host.flag(name)));
    }
    installHover(host);
    host.node.addListener('tap', () => {
      if (host.flag('disabled')) return;
      const formType = host.text('formType');
      const form = formType && closestAbove(host.node, (node) => formOf(node) !== undefined);
      if (form && formType === 'submit') formOf(form)?.submit();
      if (form && formType === 'reset') formOf(form)?.reset();
      if (host.text('openType')) openAbility(host.text('openType'), host);
    });
  },
};
