import { organiserApi } from '../../../server/api/organiser-api';
import { playerApi } from '../../../server/api/player-api';
import { isTimerCall } from '../../../server/api/timer-call';
import { EnvironmentFault, readCampaignEnvironment } from '../../../server/environment';
import { campaignWorld, OWNER, publishedCampaign, rainDraft } from '../../support/campaign-world';
import { crashingDocuments } from '../../support/watched-documents';

const world = campaignWorld();
const player = playerApi(world.tools);
const organiser = organiserApi(world.tools);
const caller = { openid: 'o-1', appid: 'wx-test' };
const owner = { openid: OWNER, appid: 'wx-test' };

const pathOf = async (event: unknown) => {
  const reply = await player(event, caller);
  return reply.ok ? 'OK' : `${reply.failure.code} ${reply.failure.facts?.['path'] ?? ''}`.trim();
};

describe('the edge of the player function', () => {
  it('takes identity from the platform alone', async () => {
    expect(await pathOf({ action: 'home', openid: 'o-2' })).toBe('INVALID openid');
    expect(await pathOf({ action: 'home', role: 'owner' })).toBe('INVALID role');
    const forged = { action: 'home', userInfo: { openId: 'o-2', appId: 'wx-test' } };
    expect(await pathOf(forged)).toBe('INVALID userInfo');
    const nobody = await player({ action: 'home' }, { openid: undefined, appid: undefined });
    expect(nobody).toMatchObject({ ok: false, failure: { code: 'FORBIDDEN' } });
  });

  it('accepts the userInfo that the platform adds to every call', async () => {
    const userInfo = { openId: 'o-1', appId: 'wx-test' };
    expect(await pathOf({ action: 'home', userInfo })).toBe('OK');
  });

  it.each([
    [{ campaignId: { $ne: '' } }, ''],
    [{ campaignId: 7 }, 'campaignId'],
    [{ campaignId: '' }, 'campaignId'],
    [{ campaignId: 'a'.repeat(41) }, 'campaignId'],
    [{ campaignId: '../etc' }, 'campaignId'],
    [{}, 'campaignId'],
    [{ campaignId: 'c', $or: [] }, ''],
  ])('refuses %j where an id is expected', async (fields, path) => {
    expect(await pathOf({ action: 'lobby', ...fields })).toBe(`INVALID ${path}`.trim());
  });

  it.each([null, 'home', 7, [], {}, { action: 'constructor' }, { action: 'end' }])(
    'refuses %j as an event',
    async (event) => {
      expect(await pathOf(event)).toBe('INVALID action');
    },
  );

  it('refuses huge, wide and deep payloads quickly', async () => {
    let deep: unknown = 1;
    for (let level = 0; level < 1_000; level += 1) deep = { deep };
    const payloads = ['x'.repeat(1_000_000), Array.from({ length: 100_000 }, () => 1), deep];
    for (const evidence of payloads) {
      const event = { action: 'finish-round', ticket: 'x'.repeat(100), evidence };
      expect(await pathOf(event)).toBe('INVALID');
    }
  });

  it('answers a broken database with a trace id and nothing about the reason', async () => {
    const campaignId = await publishedCampaign(world);
    const broken = world.through((documents) => crashingDocuments(documents, 1, 'before'));
    const reply = await broken.asPlayer('o-1', 'lobby', { campaignId });
    expect(reply).toEqual({
      ok: false,
      serverNowMs: world.clock(),
      failure: { code: 'INTERNAL', facts: { traceId: expect.stringMatching(/^[0-9a-f]{12}$/) } },
    });
    expect(broken.logged.join()).toContain('api.failed Error: before request 1');
  });
});

describe("the edge of the organiser's function", () => {
  it.each([
    ['totalFen', '20000'],
    ['totalFen', 20_000.5],
    ['totalFen', Number.NaN],
    ['totalFen', Number.POSITIVE_INFINITY],
    ['packetCount', 2 ** 53],
    ['kind', 'lucky'],
  ])('refuses a split with %s = %p', async (field, value) => {
    const draft = rainDraft();
    const event = {
      action: 'save-draft',
      requestId: 'request-edge',
      draft: { ...draft, split: { ...draft.split, [field]: value } },
    };
    expect(await organiser(event, owner)).toMatchObject({
      failure: { code: 'INVALID', facts: { path: `draft.split.${field}` } },
    });
  });

  it('refuses unknown fields of a draft and settings of another game', async () => {
    const draft = rainDraft();
    const save = (changed: object) =>
      organiser({ action: 'save-draft', requestId: 'request-edge', draft: changed }, owner);
    expect(await save({ ...draft, paid: true })).toMatchObject({
      failure: { code: 'INVALID', facts: { path: 'draft.paid' } },
    });
    const game = { id: 'riddles', settings: draft.game.settings };
    expect(await save({ ...draft, game })).toMatchObject({ failure: { code: 'INVALID' } });
  });
});

describe('a call of a timer function', () => {
  const event = { Type: 'Timer', TriggerName: 'every-minute', Time: '2026-11-21T04:00:00Z' };

  it("is the timer's only without a user, a client or another function behind it", () => {
    expect(isTimerCall(event, { SOURCE: 'wx_trigger' })).toBe(true);
    expect(isTimerCall({ ...event, Type: 'timer' }, {})).toBe(true);
    expect(isTimerCall(event, { OPENID: 'o-1' })).toBe(false);
    expect(isTimerCall(event, { SOURCE: 'wx_client,scf' })).toBe(false);
    expect(isTimerCall(event, { SOURCE: 'wx_http' })).toBe(false);
    expect(isTimerCall(event, { SOURCE: 'scf' })).toBe(false);
    expect(isTimerCall({}, { SOURCE: 'wx_trigger' })).toBe(false);
    expect(isTimerCall(null, {})).toBe(false);
  });
});

describe('the environment of the campaign functions', () => {
  const secret = 's'.repeat(32);

  it('needs nothing about payment', () => {
    const read = readCampaignEnvironment({ TICKET_SECRET: secret, OWNER_OPENIDS: ' o-a, o-b,' });
    expect([...read.ownerOpenids]).toEqual(['o-a', 'o-b']);
    expect(read.quietHours).toMatchObject({ fromHour: 0, toHour: 8 });
    const open = readCampaignEnvironment({ TICKET_SECRET: secret, WECHATPAY_QUIET_HOURS: 'off' });
    expect(open.quietHours).toBeNull();
  });

  it('names what is wrong, all of it, and never a value', () => {
    const read = () =>
      readCampaignEnvironment({ TICKET_SECRET: 'hush', WECHATPAY_QUIET_HOURS: 'at night' });
    expect(read).toThrow(EnvironmentFault);
    expect(read).toThrow(/TICKET_SECRET.*WECHATPAY_QUIET_HOURS/);
    expect(read).not.toThrow(/hush|at night/);
    expect(() => readCampaignEnvironment({})).toThrow('TICKET_SECRET is missing');
  });
});
