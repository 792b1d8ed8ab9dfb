/* A player who lets the official account know them; others sometimes open the same page. */
import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { link } from '../../../server/usecases/identity/link';
import { pairOf } from '../../support/pair';
import type { Follower } from '../official-account';
import { insist, type Phone } from './player';

/** How often somebody else opens the page that was made for the player. */
const SHARED = 0.1;
const STRANGER = { openid: 'official-stranger', unionid: null };

export async function linkUp(phone: Phone): Promise<void> {
  const { functions, shown, random, world } = phone;
  const me = followerOf(phone);
  const player = { openid: shown.openid, unionid: me.unionid };
  const asked = await insist(phone, () => functions.player('link', (tools) => link(tools, player)));
  const state = asked?.ok ? asked.value.url : null;
  if (state === null) return;
  await world.time.sleep(random.between(1_000, random.chance(0.9) ? 20_000 : 15 * MINUTE_MS));
  if (me.unionid !== null && random.chance(SHARED)) {
    const outcome = await visit(phone, state, { openid: STRANGER.openid, unionid: 'union-other' });
    world.judge.must(outcome !== 'linked', 'INV-33', () => `${shown.openid} is somebody else now`);
  }
  const code = world.officialAccount.codeFor(me);
  const loads = world.strikes('link-page-twice') ? 2 : 1;
  const outcomes = await Promise.all(
    Array.from({ length: loads }, () => functions.link({ code, state })),
  );
  // Where nobody tells who is who, only who comes second can be refused.
  if (!outcomes.includes('linked') || !random.chance(SHARED)) return;
  const outcome = await visit(phone, state, STRANGER);
  world.judge.must(outcome !== 'linked', 'INV-33', () => `${shown.openid} was linked again`);
}

function visit({ functions, world }: Phone, state: string, follower: Follower) {
  return functions.link({ code: world.officialAccount.codeFor(follower), state });
}

function followerOf({ shown, world }: Phone): Follower {
  const unionid = world.plan.hasUnionids ? `union-${shown.openid}` : null;
  return { openid: pairOf(shown.openid).officialOpenid, unionid };
}
