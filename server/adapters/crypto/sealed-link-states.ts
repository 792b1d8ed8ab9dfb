import { createHash } from 'node:crypto';
import type { LinkStates } from '../../ports/link-states';
import type { RandomBytes } from '../../ports/random';
import { derivedKey } from './derived-key';
import { sealedBox } from './sealed-box';

const PURPOSE = 'link-state';

/** Seconds since the epoch, then the person's tag, then the openid. */
const TIME_BYTES = 4;
const TAG_BYTES = 4;
const NO_TAG = Buffer.alloc(TAG_BYTES);

/**
 * WeChat hands on a state of at most 128 letters and digits
 * (https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html).
 * As hex that is room for an openid of 28 characters and no unionid, so of that one there is a tag.
 */
const STATE_CHARACTERS_MOST = 128;

/** The state travels through a browser's address bar: nobody there learns or changes whose it is. */
export function sealedLinkStates(secret: string, randomBytes: RandomBytes): LinkStates {
  const box = sealedBox(derivedKey(secret, PURPOSE), randomBytes);
  return {
    seal({ openid, unionid, untilMs }) {
      const time = Buffer.alloc(TIME_BYTES);
      time.writeUInt32BE(Math.floor(untilMs / 1000));
      const tag = unionid === null ? NO_TAG : tagOf(unionid);
      const state = box.seal(Buffer.concat([time, tag, Buffer.from(openid)]), '').toString('hex');
      if (state.length > STATE_CHARACTERS_MOST) throw new Error('this openid fits into no state');
      return state;
    },

    open(text) {
      if (text.length > STATE_CHARACTERS_MOST || !/^[0-9a-f]+$/.test(text)) return null;
      const content = box.open(Buffer.from(text, 'hex'), '');
      if (!content) return null;
      const tag = content.subarray(TIME_BYTES, TIME_BYTES + TAG_BYTES);
      return {
        openid: content.subarray(TIME_BYTES + TAG_BYTES).toString(),
        untilMs: content.readUInt32BE() * 1000,
        mayBe: (unionid) => tag.equals(NO_TAG) || tag.equals(tagOf(unionid)),
      };
    },
  };
}

function tagOf(unionid: string): Buffer {
  return createHash('sha256').update(unionid).digest().subarray(0, TAG_BYTES);
}
