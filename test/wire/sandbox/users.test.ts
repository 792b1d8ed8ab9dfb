import { OPENID, outcomeOf } from './client';
import { createOrderClient } from './order-client';
import { codeOf } from './v3-client';
import { createWorlds } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

const OFFICIAL_OPENID = 'oOfficialAccount000000000001';
const NOBODY = 'oNobody000000000000000000000';

/** One player, known to the mini program and to the official account. */
async function startWithPlayer() {
  const world = await worlds.start({
    appidOf: (openid) => {
      if (openid === OPENID) return world.sandbox.merchant.miniAppid;
      return openid === OFFICIAL_OPENID ? world.sandbox.merchant.wxappid : null;
    },
  });
  return world;
}

describe('an openid is good under the appid it was given out for', () => {
  it.each([
    [OPENID, 'OPENID_ERROR'],
    [OFFICIAL_OPENID, 'SUCCESS'],
    [NOBODY, 'OPENID_ERROR'],
  ])('sendredpack to %s: %s', async (re_openid, code) => {
    const { client, sandbox } = await startWithPlayer();
    expect(outcomeOf(await client.send({ re_openid }))).toBe(code);
    expect(sandbox.bills()).toHaveLength(code === 'SUCCESS' ? 1 : 0);
  });

  it.each([
    [OPENID, 'SUCCESS'],
    [OFFICIAL_OPENID, 'OPENID_ERROR'],
    [NOBODY, 'OPENID_ERROR'],
  ])('sendminiprogramhb to %s: %s', async (re_openid, code) => {
    const { client } = await startWithPlayer();
    expect(outcomeOf(await client.sendHb({ re_openid }))).toBe(code);
  });

  it.each([
    ['miniAppid', OPENID, 'SUCCESS'],
    ['miniAppid', OFFICIAL_OPENID, 'INVALID_REQUEST'],
    ['wxappid', OFFICIAL_OPENID, 'SUCCESS'],
    ['wxappid', OPENID, 'INVALID_REQUEST'],
    ['miniAppid', NOBODY, 'INVALID_REQUEST'],
  ] as const)('a transfer under the %s to %s: %s', async (account, openid, code) => {
    const { v3, sandbox } = await startWithPlayer();
    const appid = sandbox.merchant[account];
    expect(codeOf(await v3.create({ appid, openid }))).toBe(code);
    expect(sandbox.balance.fen()).toBe(code === 'SUCCESS' ? 10_000_000 - 188 : 10_000_000);
  });

  it.each([
    [OPENID, 'SUCCESS'],
    [OFFICIAL_OPENID, 'PARAM_ERROR'],
    [NOBODY, 'PARAM_ERROR'],
  ])('an order of %s: %s', async (openid, code) => {
    const orders = createOrderClient(await startWithPlayer());
    expect(outcomeOf(await orders.order({ openid }))).toBe(code);
  });
});
