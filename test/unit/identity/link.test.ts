import { sealedLinkStates } from '../../../server/adapters/crypto/sealed-link-states';
import { memoryDocuments } from '../../../server/adapters/memory/documents';
import type { Visitor } from '../../../server/ports/official-account';
import { completeLink, type LinkOutcome, link } from '../../../server/usecases/identity/link';
import { linkedOpenid, linkPair } from '../../../server/usecases/stores/identities';
import { must } from '../../support/campaign-world';
import { fixedClock } from '../../support/fixed-clock';
import { NOON_MS, payoutWorld } from '../../support/payout-world';

const MINUTE_MS = 60_000;

/** A deployment with an official account whose visitors are scripted by code. */
function linkWorld(documents = memoryDocuments()) {
  const clock = fixedClock(NOON_MS);
  const visitors = new Map<string, Visitor>();
  let drawn = 0;
  const randomBytes = (length: number) => {
    drawn += 1;
    return Uint8Array.from({ length }, (_, i) => (drawn * 31 + i) % 256);
  };
  const tools = {
    documents,
    clock,
    log: { info: () => {}, warn: () => {}, alert: () => {} },
    linkStates: sealedLinkStates('a secret that only tests know, 32+', randomBytes),
    officialAccount: {
      authorizeUrl: (state: string) => `https://open.example/?state=${state}`,
      visitorOf: async (code: string): Promise<Visitor> =>
        visitors.get(code) ?? { kind: 'refused', code: '40029' },
    },
  };
  return {
    clock,
    documents,
    tools,
    /** The state in the address that this player's phone was given. */
    async stateFor(openid: string, unionid: string | null = null): Promise<string> {
      const { url } = must({ ...(await link(tools, { openid, unionid })), serverNowMs: 0 });
      return new URL(url ?? '').searchParams.get('state') ?? '';
    },
    /** Somebody comes back from WeChat with a code of their own. */
    comesBack(state: string, officialOpenid: string, unionid: string | null = null) {
      const code = `code-of-${officialOpenid}`;
      visitors.set(code, { kind: 'visitor', openid: officialOpenid, unionid });
      return completeLink(tools, { code, state });
    },
    isLinked: async (openid: string, unionid: string | null = null) =>
      must({ ...(await link(tools, { openid, unionid })), serverNowMs: 0 }).isLinked,
  };
}

describe('linking a player with the official account', () => {
  it('stores the pair when the visitor comes back, and asks for no page any more', async () => {
    const world = linkWorld();
    expect(await world.isLinked('o-mini')).toBe(false);
    expect(await world.comesBack(await world.stateFor('o-mini'), 'o-official')).toBe('linked');
    expect(await linkedOpenid(world.documents, 'o-mini')).toBe('o-official');
    expect(await world.isLinked('o-mini')).toBe(true);
  });

  it('gives WeChat a state that it hands on: letters and digits, 128 at most', async () => {
    const world = linkWorld();
    const openid = `o${'x'.repeat(27)}`;
    const state = await world.stateFor(openid, `u${'y'.repeat(27)}`);
    expect(state).toMatch(/^[0-9a-zA-Z]{1,128}$/);
    expect(state).not.toContain(Buffer.from(openid).toString('hex').slice(4, 20));
  });

  it('says the same when the page is loaded twice, though a code is good once', async () => {
    const world = linkWorld();
    const state = await world.stateFor('o-mini');
    await world.comesBack(state, 'o-official');
    expect(await completeLink(world.tools, { code: 'spent', state })).toBe('linked');
  });

  it.each<[string, (state: string) => string]>([
    ['a state that was changed', (state) => `${state.slice(0, -2)}00`],
    [
      'a state of somebody’s own making',
      () => Buffer.from('somebody, o-mini, for ever and ever').toString('hex'),
    ],
  ])('refuses %s', async (_name, changed) => {
    const world = linkWorld();
    const state = changed(await world.stateFor('o-mini'));
    expect(await world.comesBack(state, 'o-official')).toBe('expired');
    expect(await linkedOpenid(world.documents, 'o-mini')).toBeNull();
  });

  it('refuses a page that was left open for more than ten minutes', async () => {
    const world = linkWorld();
    const state = await world.stateFor('o-mini');
    world.clock.advance(10 * MINUTE_MS + 1);
    expect(await world.comesBack(state, 'o-official')).toBe('expired');
  });

  it('gives nobody an official account that is another player’s, nor a player a second one', async () => {
    const world = linkWorld();
    await world.comesBack(await world.stateFor('o-first'), 'o-official');
    expect(await world.comesBack(await world.stateFor('o-second'), 'o-official')).toBe('taken');
    const early = await linkWorld(world.documents).stateFor('o-third');
    await world.comesBack(await world.stateFor('o-third'), 'o-third-official');
    expect(await world.comesBack(early, 'o-another')).toBe('taken');
    expect(await linkedOpenid(world.documents, 'o-third')).toBe('o-third-official');
  });

  it('refuses a visitor whom the platform calls another person', async () => {
    const world = linkWorld();
    const state = await world.stateFor('o-mini', 'union-1');
    expect(await world.comesBack(state, 'o-official', 'union-2')).toBe('another-person');
    expect(await linkedOpenid(world.documents, 'o-mini')).toBeNull();
  });

  it('needs no page for a person whom the platform knows from an earlier visit', async () => {
    const world = linkWorld();
    await world.comesBack(await world.stateFor('o-old', 'union-1'), 'o-official', 'union-1');
    await world.documents.remove('identities', 'player.o-old', {});
    await world.documents.remove('identities', 'official.o-official', {});
    expect(await world.isLinked('o-new', 'union-1')).toBe(true);
    expect(await linkedOpenid(world.documents, 'o-new')).toBe('o-official');
  });

  it('changes nothing when the official account does not answer', async () => {
    const world = linkWorld();
    const state = await world.stateFor('o-mini');
    const silent = {
      ...world.tools.officialAccount,
      visitorOf: async (): Promise<Visitor> => ({ kind: 'unknown', code: 'NO_ANSWER' }),
    };
    const outcome: LinkOutcome = await completeLink(
      { ...world.tools, officialAccount: silent },
      { code: 'x', state },
    );
    expect(outcome).toBe('unavailable');
    expect(await world.comesBack(state, 'o-official')).toBe('linked');
  });

  it('ends in one pair when two players meet at one official account at the same time', async () => {
    const world = linkWorld();
    const states = await Promise.all(['o-a', 'o-b'].map((openid) => world.stateFor(openid)));
    const outcomes = await Promise.all(states.map((state) => world.comesBack(state, 'o-official')));
    expect([...outcomes].sort()).toEqual(['linked', 'taken']);
  });

  it('is finished by the next visit when it was cut off in the middle', async () => {
    const world = linkWorld();
    const half = {
      ...world.documents,
      insert: async (collection: never, doc: { _id: string }) => {
        if (doc._id.startsWith('player.')) throw new Error('cut off');
        return world.documents.insert(collection, doc as never);
      },
    };
    const pair = { openid: 'o-mini', officialOpenid: 'o-official', unionid: null };
    await expect(linkPair(half as never, pair, NOON_MS)).rejects.toThrow('cut off');
    expect(await linkPair(world.documents, pair, NOON_MS)).toBe('linked');
  });
});

describe('a winner who is not linked', () => {
  it('keeps the claim, is sent nothing, and is paid as soon as the link is made', async () => {
    const world = payoutWorld();
    await world.owe(1, { openid: 'o-unlinked' });
    await world.documents.remove('identities', 'player.o-unlinked', {});
    await world.documents.remove('identities', 'official.official-o-unlinked', {});
    await world.send();
    expect(world.gateway.sends).toHaveLength(0);
    expect(await world.claim()).toMatchObject({ step: 'OWED', waitsFor: 'link', billNo: null });

    const visit = linkWorld(world.documents as ReturnType<typeof memoryDocuments>);
    visit.clock.set(world.time.clock());
    expect(await visit.comesBack(await visit.stateFor('o-unlinked'), 'o-gzh')).toBe('linked');
    await world.send();
    expect(world.gateway.sends.map(({ order }) => order.recipientId)).toEqual(['o-gzh']);
    expect((await world.claim()).step).toBe('SENT');
  });

  it('is looked at again without a link page’s help, ever more seldom', async () => {
    const world = payoutWorld();
    await world.owe(1, { openid: 'o-unlinked' });
    await world.documents.remove('identities', 'player.o-unlinked', {});
    await world.send();
    const firstMs = (await world.claim()).dueAtMs - world.time.clock();
    world.time.advance(21 * 60 * MINUTE_MS);
    await world.send();
    const laterMs = (await world.claim()).dueAtMs - world.time.clock();
    expect(firstMs).toBe(10 * MINUTE_MS);
    expect(laterMs).toBeGreaterThan(5 * 60 * MINUTE_MS);
  });
});
