/** Login, subscriptions, sharing, privacy, groups: WeChat's own abilities around the mini program. */
import { make, onClick } from '../frame/dom';
import { openOverlay } from '../frame/overlay';
import { ApiFailure } from './async-api';
import { dialogApis } from './dialogs';
import { launchParameters, phoneId } from './phone';

const SCOPES = ['scope.userInfo', 'scope.writePhotosAlbum'];

/** WeChat's sheet for subscribe messages: every template can be chosen by itself. */
function requestSubscribeMessage({ tmplIds = [] }: { tmplIds?: string[] }) {
  if (tmplIds.length === 0) throw new ApiFailure('TmplIds is empty', 10001);
  if (tmplIds.length > 5) throw new ApiFailure('Templates count out of max bounds', 20003);
  return new Promise((resolve) => {
    const boxes = tmplIds.map((id) => {
      const box = document.createElement('input');
      Object.assign(box, { type: 'checkbox', checked: true });
      return { id, box, row: make('label.subscribe-row', make('span', id), box) };
    });
    const finish = (allowed: boolean) => () => {
      overlay.close();
      resolve(
        Object.fromEntries(
          boxes.map(({ id, box }) => [id, allowed && box.checked ? 'accept' : 'reject']),
        ),
      );
    };
    const sheet = make(
      'div.sheet.subscribe-sheet',
      make('div.sheet-title', '申请给你发送消息'),
      ...boxes.map(({ row }) => row),
      make(
        'div.dialog-buttons',
        onClick(make('button.dialog-button', '拒绝'), finish(false)),
        onClick(make('button.dialog-button.dialog-confirm', '允许'), finish(true)),
      ),
    );
    const overlay = openOverlay(sheet);
  });
}

function groupEnterInfo() {
  const group = launchParameters.get('group');
  if (!group) throw new ApiFailure('not opened from a group chat', -12022);
  return { cloudID: `group:${group}`, encryptedData: '', iv: '' };
}

export const openAsync = {
  login: () => ({ code: `simulator-login-${phoneId}` }),
  checkSession: () => {},
  getUserInfo: () => ({ userInfo: { nickName: '微信用户', avatarUrl: '' } }),
  getUserProfile: () => ({ userInfo: { nickName: '微信用户', avatarUrl: '' } }),
  requestSubscribeMessage,
  getSetting: () => ({
    authSetting: Object.fromEntries(SCOPES.map((scope) => [scope, true])),
    subscriptionsSetting: { mainSwitch: true, itemSettings: {} },
  }),
  openSetting: () => ({ authSetting: Object.fromEntries(SCOPES.map((scope) => [scope, true])) }),
  authorize: () => {},
  showShareMenu: () => {},
  hideShareMenu: () => {},
  updateShareMenu: () => {},
  getShareInfo: groupEnterInfo,
  getGroupEnterInfo: groupEnterInfo,
  getPrivacySetting: () => ({ needAuthorization: false, privacyContractName: '《隐私保护指引》' }),
  requirePrivacyAuthorize: () => {},
  openPrivacyContract: () => dialogApis.showModal({ title: '隐私保护指引', showCancel: false }),
  exitMiniProgram: () => dialogApis.showToast({ title: '模拟器不退出小程序', icon: 'none' }),
  navigateToMiniProgram: ({ appId = '' }: { appId?: string }) =>
    dialogApis.showModal({ title: '打开其他小程序', content: appId, showCancel: false }),
  hideHomeButton: () => {},
};

export const openSync = {
  onNeedPrivacyAuthorization() {},
  onCopyUrl() {},
  offCopyUrl() {},
};
