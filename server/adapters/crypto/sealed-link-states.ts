import * as v from 'valibot';
import type { LinkState, LinkStates } from '../../ports/link-states';
import type { RandomBytes } from '../../ports/random';
import { derivedKey } from './derived-key';
import { sealedBox } from './sealed-box';

const Payload = v.tuple([v.string(), v.nullable(v.string()), v.number()]);
const PURPOSE = 'link-state';

/** The state travels through a browser's address bar: nobody there learns or changes whose it is. */
export function sealedLinkStates(secret: string, randomBytes: RandomBytes): LinkStates {
  const box = sealedBox(derivedKey(secret, PURPOSE), randomBytes);
  return {
    seal: ({ openid, unionid, untilMs }) =>
      box.seal(JSON.stringify([openid, unionid, untilMs]), PURPOSE),
    open(text) {
      const opened = box.open(text, PURPOSE);
      return opened === null ? null : stateOf(v.parse(Payload, JSON.parse(opened)));
    },
  };
}

function stateOf([openid, unionid, untilMs]: v.InferOutput<typeof Payload>): LinkState {
  return { openid, unionid, untilMs };
}
