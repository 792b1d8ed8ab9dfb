import type { Host } from '../builtins/define';
import { warnOnce } from '../warn-once';
import { callWx } from '../wx/call-wx';
import { openSheet } from './overlay';
import { sharePage } from './share';

/** What `<button open-type="…">` does here: a sheet where the tester chooses WeChat's answer. */
const ABILITIES: Record<string, (host: Host) => void> = {
  share: (host) =>
    sharePage({ from: 'button', target: { id: host.node.id, dataset: host.node.dataset } }),
  chooseAvatar(host) {
    const pick = (color: string, text: string) => ({
      text,
      choose: () => host.emit('chooseavatar', { avatarUrl: avatar(color, text.slice(0, 1)) }),
    });
    openSheet('选择头像', [pick('#E64A3B', '红色头像'), pick('#07C160', '绿色头像')], () =>
      host.emit('chooseavatar', { errMsg: 'chooseAvatar:fail cancel' }),
    );
  },
  getPhoneNumber(host) {
    const allow = () =>
      host.emit('getphonenumber', { errMsg: 'getPhoneNumber:ok', code: 'simulator-phone-code' });
    openSheet('申请获取你的手机号', [{ text: '允许', choose: allow }], () =>
      host.emit('getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' }),
    );
  },
  agreePrivacyAuthorization: (host) => host.emit('agreeprivacyauthorization', {}),
  openSetting: (host) =>
    callWx('openSetting', { success: (result: unknown) => host.emit('opensetting', result) }),
  contact: (host) =>
    openSheet(
      '进入客服会话',
      [{ text: '返回小程序', choose: () => host.emit('contact', { path: '', query: {} }) }],
      () => host.emit('contact', { path: '', query: {} }),
    ),
  feedback: () => openSheet('意见反馈（模拟器不发送）', [], () => {}),
};

export function openAbility(openType: string, host: Host): void {
  const ability = ABILITIES[openType];
  if (ability) ability(host);
  else warnOnce(`<button open-type="${openType}"> is not supported`);
}

export const supportedOpenTypes: readonly string[] = Object.keys(ABILITIES);

function avatar(color: string, letter: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="132" height="132"><rect width="132" height="132" fill="${color}"/><text x="66" y="86" font-size="56" fill="#fff" text-anchor="middle">${letter}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
