import { COLLECTIONS, type CollectionDeclaration } from '../../server/collections';
import type { Doc, Documents } from '../../server/ports/documents';

/** The product's collections, and one unique key, because the port promises to respect them. */
export const CONTRACT_COLLECTIONS: readonly CollectionDeclaration[] = COLLECTIONS.map(
  (collection) =>
    collection.name === 'audit_entries'
      ? {
          ...collection,
          indexes: [
            ...collection.indexes,
            { name: 'once', keys: [{ path: 'requestKey', direction: 1 as const }], unique: true },
          ],
        }
      : collection,
);

interface Packet extends Doc {
  readonly campaignId: string;
  readonly step: string;
  readonly amountFen: number;
  readonly lease: { readonly owner: string | null; readonly untilMs: number };
  readonly takers: readonly string[];
  readonly postings: readonly { readonly from: string; readonly amountFen: number }[];
}

function packet(id: string, extra: Partial<Packet> = {}): Packet {
  return {
    _id: id,
    rev: 0,
    campaignId: 'c1',
    step: 'OWED',
    amountFen: 188,
    lease: { owner: null, untilMs: 0 },
    takers: [],
    postings: [],
    ...extra,
  };
}

/** What every Documents adapter must do. Each adapter's test file calls this once. */
export function documentsContract(name: string, open: () => Promise<Documents>): void {
  describe(`Documents: ${name}`, () => {
    let documents: Documents;

    beforeEach(async () => {
      documents = await open();
    });

    describe('insert and get', () => {
      it('refuses a second document with the same _id and keeps the first', async () => {
        expect(await documents.insert('claims', packet('p1'))).toBe(true);
        expect(await documents.insert('claims', packet('p1', { amountFen: 999 }))).toBe(false);
        expect((await documents.get<Packet>('claims', 'p1'))?.amountFen).toBe(188);
      });

      it('refuses a document whose unique key is taken', async () => {
        const entry = { _id: 'a1', rev: 0, requestKey: 'once' };
        expect(await documents.insert('audit_entries', entry)).toBe(true);
        expect(await documents.insert('audit_entries', { ...entry, _id: 'a2' })).toBe(false);
        expect(await documents.get('audit_entries', 'a2')).toBeNull();
      });

      it('lets one of many simultaneous inserts win', async () => {
        const tries = [1, 2, 3, 4, 5].map((amountFen) =>
          documents.insert('claims', packet('p1', { amountFen })),
        );
        expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      });

      it('says null for a document that is not there', async () => {
        expect(await documents.get('claims', 'nobody')).toBeNull();
      });

      it('gives back every kind of value as it was stored', async () => {
        const kinds = {
          _id: 'k1',
          rev: 0,
          farFuture: Number.MAX_SAFE_INTEGER,
          atMs: 1_795_292_938_524,
          negative: -5,
          fraction: 0.25,
          nothing: null,
          flag: false,
          text: '红包 “$quote” {}',
          digits: '10000098202611211234567890',
          emptyObject: {},
          emptyList: [],
          nested: { empty: {}, list: [{ a: {} }, [], null, 0] },
        };
        await documents.insert('claims', kinds);
        expect(await documents.get('claims', 'k1')).toEqual(kinds);
      });

      it('hands out copies', async () => {
        const given = packet('p1', { takers: ['a'] });
        await documents.insert('claims', given);
        (given.takers as string[]).push('later');
        const first = await documents.get<Packet>('claims', 'p1');
        (first!.takers as string[]).push('b');
        expect((await documents.get<Packet>('claims', 'p1'))?.takers).toEqual(['a']);
      });
    });

    describe('update', () => {
      it('applies every operator at once and raises rev', async () => {
        await documents.insert('claims', packet('p1', { takers: ['a'] }));
        const changed = await documents.update(
          'claims',
          'p1',
          { step: 'OWED' },
          {
            set: { step: 'SENDING', 'lease.owner': 'w1' },
            inc: { amountFen: 12, sendCount: 1 },
            push: { takers: ['b', 'c'], notes: [{ at: 1 }] },
          },
        );
        expect(changed).toBe(true);
        expect(await documents.get('claims', 'p1')).toEqual({
          ...packet('p1'),
          rev: 1,
          step: 'SENDING',
          lease: { owner: 'w1', untilMs: 0 },
          amountFen: 200,
          sendCount: 1,
          takers: ['a', 'b', 'c'],
          notes: [{ at: 1 }],
        });
      });

      it('changes nothing when the guard does not hold', async () => {
        await documents.insert('claims', packet('p1'));
        const guard = { step: 'SENT', amountFen: 188 };
        expect(await documents.update('claims', 'p1', guard, { set: { amountFen: 1 } })).toBe(
          false,
        );
        expect(await documents.get('claims', 'p1')).toEqual(packet('p1'));
      });

      it('says false for a document that is not there', async () => {
        expect(await documents.update('claims', 'nobody', {}, { inc: { amountFen: 1 } })).toBe(
          false,
        );
        expect(await documents.get('claims', 'nobody')).toBeNull();
      });

      it('counts an update that sets what is already there', async () => {
        await documents.insert('claims', packet('p1'));
        expect(await documents.update('claims', 'p1', {}, { set: { step: 'OWED' } })).toBe(true);
        expect((await documents.get('claims', 'p1'))?.rev).toBe(1);
      });

      it('replaces a whole object, even by an empty one', async () => {
        await documents.insert('claims', packet('p1'));
        await documents.update('claims', 'p1', {}, { set: { lease: { owner: 'w2' } } });
        expect((await documents.get<Packet>('claims', 'p1'))?.lease).toEqual({ owner: 'w2' });
        await documents.update('claims', 'p1', {}, { set: { lease: {}, takers: [] } });
        expect((await documents.get<Packet>('claims', 'p1'))?.lease).toEqual({});
      });

      it('lets only one of many simultaneous takers win', async () => {
        await documents.insert('claims', packet('p1'));
        const take = (owner: string) =>
          documents.update(
            'claims',
            'p1',
            { 'lease.owner': null },
            { set: { 'lease.owner': owner } },
          );
        const won = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(take));
        expect(won.filter(Boolean)).toHaveLength(1);
      });

      it('never takes more places than there are', async () => {
        await documents.insert('claims', packet('p1', { amountFen: 3 }));
        const take = (taker: string) =>
          documents.update(
            'claims',
            'p1',
            { amountFen: { gt: 0 }, takers: { lacks: taker } },
            { inc: { amountFen: -1 }, push: { takers: [taker] } },
          );
        const takers = ['a', 'b', 'c', 'd', 'a', 'b'];
        const won = await Promise.all(takers.map(take));
        const after = await documents.get<Packet>('claims', 'p1');
        expect(won.filter(Boolean)).toHaveLength(3);
        expect(after?.amountFen).toBe(0);
        expect(new Set(after?.takers).size).toBe(3);
      });

      it('refuses to count on a text or to append to one', async () => {
        await documents.insert('claims', packet('p1'));
        await expect(
          documents.update('claims', 'p1', {}, { inc: { step: 1 } }),
        ).rejects.toBeInstanceOf(Error);
        await expect(
          documents.update('claims', 'p1', {}, { push: { step: ['x'] } }),
        ).rejects.toBeInstanceOf(Error);
        expect(await documents.get('claims', 'p1')).toEqual(packet('p1'));
      });
    });

    describe('guards', () => {
      beforeEach(async () => {
        for (const amountFen of [1, 2, 3, 4, 5]) {
          await documents.insert(
            'claims',
            packet(`p${amountFen}`, {
              amountFen,
              step: amountFen % 2 === 0 ? 'SENT' : 'OWED',
              takers: amountFen === 3 ? ['x', 'y'] : [],
              lease: { owner: amountFen === 5 ? 'w' : null, untilMs: amountFen * 10 },
            }),
          );
        }
      });

      it.each([
        ['equality', { step: 'SENT' }, [2, 4]],
        ['equality with null', { 'lease.owner': null }, [1, 2, 3, 4]],
        ['a missing field, which equals null', { absent: null }, [1, 2, 3, 4, 5]],
        ['a value inside a list', { takers: 'y' }, [3]],
        ['lt', { amountFen: { lt: 3 } }, [1, 2]],
        ['lte', { amountFen: { lte: 3 } }, [1, 2, 3]],
        ['gt', { 'lease.untilMs': { gt: 30 } }, [4, 5]],
        ['gte', { 'lease.untilMs': { gte: 30 } }, [3, 4, 5]],
        ['between, the end excluded', { amountFen: { between: [2, 4] } }, [2, 3]],
        ['in', { amountFen: { in: [1, 5, 9] } }, [1, 5]],
        [
          'in a list with null, which a missing field equals',
          { absent: { in: [null, 1] } },
          [1, 2, 3, 4, 5],
        ],
        ['in nothing', { amountFen: { in: [] } }, []],
        ['not', { step: { not: 'SENT' } }, [1, 3, 5]],
        ['not null', { 'lease.owner': { not: null } }, [5]],
        ['lacks', { takers: { lacks: 'x' } }, [1, 2, 4, 5]],
        ['several at once', { step: 'OWED', amountFen: { gt: 1 } }, [3, 5]],
        ['a number against a text', { step: { gt: 0 } }, []],
        ['everything', {}, [1, 2, 3, 4, 5]],
      ] as const)('finds by %s', async (_title, where, expected) => {
        const rows = await documents.find<Packet>('claims', where, {
          orderBy: [['amountFen', 'asc']],
          limit: 10,
        });
        expect(rows.map((row) => row.amountFen)).toEqual(expected);
        expect(await documents.count('claims', where)).toBe(expected.length);
      });

      it('sorts by several fields and stops at the limit', async () => {
        const rows = await documents.find<Packet>(
          'claims',
          {},
          {
            orderBy: [
              ['step', 'desc'],
              ['amountFen', 'asc'],
            ],
            limit: 3,
          },
        );
        expect(rows.map((row) => row.amountFen)).toEqual([2, 4, 1]);
      });

      it('shows only the fields asked for', async () => {
        const [row] = await documents.find<Packet>(
          'claims',
          { amountFen: 5 },
          { limit: 1, only: ['step', 'lease.owner'] },
        );
        expect(row).toEqual({ _id: 'p5', rev: 0, step: 'OWED', lease: { owner: 'w' } });
      });

      it('removes one document, and only when the guard holds', async () => {
        expect(await documents.remove('claims', 'p1', { step: 'SENT' })).toBe(false);
        expect(await documents.remove('claims', 'p1', { step: 'OWED' })).toBe(true);
        expect(await documents.remove('claims', 'p1', {})).toBe(false);
        expect(await documents.count('claims', {})).toBe(4);
      });
    });

    describe('sum', () => {
      it('counts and sums by group', async () => {
        await documents.insert('claims', packet('p1', { amountFen: 10 }));
        await documents.insert('claims', packet('p2', { amountFen: 20 }));
        await documents.insert('claims', packet('p3', { amountFen: 40, step: 'SENT' }));
        await documents.insert('claims', packet('p4', { amountFen: 80, campaignId: 'c2' }));
        const rows = await documents.sum(
          'claims',
          { campaignId: 'c1' },
          { by: ['step', 'absent'], sum: ['amountFen', 'absent'] },
        );
        expect(rows).toHaveLength(2);
        expect(rows).toContainEqual({ key: ['OWED', null], count: 2, sums: [30, 0] });
        expect(rows).toContainEqual({ key: ['SENT', null], count: 1, sums: [40, 0] });
      });

      it('opens a list and sums what is inside', async () => {
        const postings = [
          { from: 'unallocated', amountFen: 7 },
          { from: 'owed', amountFen: 7 },
        ];
        await documents.insert('claims', packet('p1', { postings }));
        await documents.insert('claims', packet('p2', { postings: postings.slice(0, 1) }));
        await documents.insert('claims', packet('p3'));
        const rows = await documents.sum(
          'claims',
          {},
          { by: ['postings.from'], sum: ['postings.amountFen'], unwind: 'postings' },
        );
        expect(rows).toHaveLength(2);
        expect(rows).toContainEqual({ key: ['unallocated'], count: 2, sums: [14] });
        expect(rows).toContainEqual({ key: ['owed'], count: 1, sums: [7] });
      });

      it('sums everything without a group, and has no row for nothing', async () => {
        expect(await documents.sum('claims', {}, { by: [], sum: ['amountFen'] })).toEqual([]);
        await documents.insert('claims', packet('p1', { amountFen: 10 }));
        await documents.insert('claims', packet('p2', { amountFen: 20 }));
        const rows = await documents.sum('claims', {}, { by: [], sum: ['amountFen'] });
        expect(rows).toEqual([{ key: [], count: 2, sums: [30] }]);
      });

      it('keeps no group back when there are many', async () => {
        const inserts = Array.from({ length: 120 }, (_, i) =>
          documents.insert('claims', packet(`p${i}`, { campaignId: `c${i}` })),
        );
        await Promise.all(inserts);
        const rows = await documents.sum('claims', {}, { by: ['campaignId'], sum: [] });
        expect(rows).toHaveLength(120);
      });
    });

    describe('refuses, before it touches anything,', () => {
      const unsafe = (value: unknown) => value as never;

      beforeEach(async () => {
        await documents.insert('claims', packet('p1'));
      });

      it.each([
        ['an undefined value', { step: undefined }],
        ['an empty object', { lease: {} }],
        ['an operator as a value', { step: { $ne: '' } }],
        ['an operator as a field', { $or: 'x' }],
        ['two conditions on one field', { amountFen: { gt: 1, lt: 2 } }],
        ['a list as a value', { takers: ['a'] }],
        ['a comparison with a text', { amountFen: { gt: '1' } }],
        ['an unknown condition', { amountFen: { regex: 1 } }],
        ['not a number', { amountFen: Number.NaN }],
      ])('a filter with %s', async (_title, where) => {
        await expect(documents.count('claims', unsafe(where))).rejects.toBeInstanceOf(TypeError);
        await expect(
          documents.update('claims', 'p1', unsafe(where), { set: { step: 'LOST' } }),
        ).rejects.toBeInstanceOf(TypeError);
        await expect(documents.remove('claims', 'p1', unsafe(where))).rejects.toBeInstanceOf(
          TypeError,
        );
        expect(await documents.get('claims', 'p1')).toEqual(packet('p1'));
      });

      it.each([
        ['nothing in it', {}],
        ['_id', { set: { _id: 'p2' } }],
        ['rev', { inc: { rev: 1 } }],
        ['undefined', { set: { step: undefined } }],
        ['undefined deep inside', { set: { lease: { owner: undefined } } }],
        ['an operator key', { set: { lease: { $set: 1 } } }],
        ['a date', { set: { at: new Date(0) } }],
        ['two operators on one field', { set: { amountFen: 1 }, inc: { amountFen: 1 } }],
        ['a field and its part', { set: { lease: {}, 'lease.owner': 'w' } }],
      ])('a change with %s', async (_title, change) => {
        await expect(documents.update('claims', 'p1', {}, unsafe(change))).rejects.toBeInstanceOf(
          TypeError,
        );
        expect(await documents.get('claims', 'p1')).toEqual(packet('p1'));
      });

      it('a document without id, or with undefined in it', async () => {
        await expect(documents.insert('claims', packet(''))).rejects.toBeInstanceOf(TypeError);
        await expect(
          documents.insert('claims', packet('p2', { step: unsafe(undefined) })),
        ).rejects.toBeInstanceOf(TypeError);
        await expect(documents.get('claims', unsafe(undefined))).rejects.toBeInstanceOf(TypeError);
      });

      it('a list without a limit, or past the page limit', async () => {
        for (const limit of [0, 1001, 1.5, unsafe(undefined)]) {
          await expect(documents.find('claims', {}, { limit })).rejects.toBeInstanceOf(RangeError);
        }
      });
    });
  });
}
