import type { PlantedBug } from './bug';

const BILL = 'server/adapters/wechatpay/channels/transfer-bills/bill.ts';
const IDENTITIES = 'server/usecases/stores/identities.ts';
const OPEN_PACKET = 'server/usecases/cashier/open-packet.ts';
const RECIPIENT = 'server/usecases/payout/recipient.ts';
const WITHDRAW = 'server/usecases/cashier/withdraw-payout.ts';

/** Mistakes that only more than one channel, callbacks and links make possible. */
export const CHANNEL_BUGS: readonly PlantedBug[] = [
  {
    name: 'a callback trusted without its signature',
    changes: [
      {
        file: 'server/adapters/wechatpay/v3/notification.ts',
        find: '    if (forgery) return refused(',
        replace: '    if (forgery && raw.body.length === 0) return refused(',
      },
    ],
    rules: ['INV-16', 'INV-19', 'INV-20', 'INV-21'],
    withinSeeds: 100,
  },
  {
    name: 'a callback about an earlier bill booked on the present one',
    changes: [
      {
        file: 'server/usecases/payout/record-notice.ts',
        find: '  if (claim.billNo !== billNo) {',
        replace: '  if (claim.billNo !== billNo && billNo === null) {',
      },
    ],
    rules: ['INV-17'],
    fromSeed: 351,
    withinSeeds: 120,
  },
  {
    name: 'closed bill credited twice',
    changes: [
      {
        file: 'server/domain/claim-steps.ts',
        find: '    guard: { step: claim.step, rev: claim.rev },',
        replace: "    guard: to === 'RETURNED' ? {} : { step: claim.step, rev: claim.rev },",
      },
    ],
    rules: ['INV-15', 'INV-22', 'INV-24', 'INV-25'],
    fromSeed: 71,
    withinSeeds: 400,
  },
  {
    name: 'second bill while the first transfer is open',
    changes: [
      {
        file: BILL,
        find: "return nowMs - updatedAtMs >= REPEAT_AFTER_MS ? { kind: 'not-found' } : { kind: 'sending' };",
        replace: `return nowMs - updatedAtMs >= REPEAT_AFTER_MS
        ? { kind: 'failed', reason: 'LOCKING', blames: 'circumstances' }
        : { kind: 'sending' };`,
      },
    ],
    rules: ['INV-19'],
    withinSeeds: 400,
  },
  {
    name: 'a transfer that locked nothing taken as sent',
    changes: [
      {
        file: 'server/adapters/wechatpay/channels/transfer-bills/replies.ts',
        find: "      return { kind: 'unknown', code: 'ACCEPTED' };",
        replace: "      return { kind: 'sent', providerNo, pass: null };",
      },
    ],
    rules: ['INV-21'],
    withinSeeds: 200,
  },
  {
    name: 'a transfer being cancelled taken as cancelled',
    changes: [
      {
        file: BILL,
        find: "      return { kind: 'returning' };",
        replace: "      return { kind: 'returned', amountFen: bill.transfer_amount };",
      },
    ],
    rules: ['INV-19', 'INV-21', 'INV-22'],
    withinSeeds: 200,
  },
  {
    name: 'a withdrawn transfer booked as returned before the record says so',
    changes: [
      {
        file: WITHDRAW,
        find: '  await askProvider(payout, claim);',
        replace: `  const returned = { kind: 'returned', amountFen: claim.amountFen } as const;
  await recordQuery(payout, claim, orderOf(claim, bill), returned);`,
      },
      {
        file: WITHDRAW,
        find: "import { askProvider } from './ask-provider';",
        replace: "import { recordQuery } from '../payout/record-query';",
      },
    ],
    rules: ['INV-21', 'INV-22'],
    withinSeeds: 100,
  },
  {
    name: 'taken because the phone says so',
    changes: [
      {
        file: 'server/usecases/cashier/ask-provider.ts',
        find: 'await tools.gateway.query(order)',
        replace: "{ kind: 'received', receivedAtMs: null }",
      },
    ],
    rules: ['INV-16', 'INV-21'],
    withinSeeds: 40,
  },
  {
    name: 'bill made before the scene was checked',
    changes: [
      {
        file: RECIPIENT,
        find: '  if (!isEntrySceneFit(claim.channel, claim.entryScene)) return',
        replace: '  if (!isEntrySceneFit(claim.channel, claim.entryScene) && claim.rev < 0) return',
      },
    ],
    rules: ['INV-39'],
    withinSeeds: 40,
  },
  {
    name: "the mini program's openid paid by sendredpack",
    changes: [
      {
        file: RECIPIENT,
        find: "  if (CHANNEL_RULES[claim.channel].identity === 'mini-program') {",
        replace: "  if (CHANNEL_RULES[claim.channel].identity !== 'nobody') {",
      },
      {
        file: 'miniprogram/shared/channels.ts',
        find: "readonly identity: 'mini-program' | 'official-account';",
        replace: 'readonly identity: string;',
      },
    ],
    rules: ['INV-18'],
    withinSeeds: 20,
  },
  {
    name: 'link overwritten by a second visit',
    changes: [
      {
        file: IDENTITIES,
        find: "  if (known !== null) return known === pair.officialOpenid ? 'linked' : 'taken';",
        replace: "  if (known === pair.officialOpenid) return 'linked';",
      },
      {
        file: IDENTITIES,
        find: "  await documents.insert('identities', { _id: playerId(openid), ...identity });",
        replace: `  if (!(await documents.insert('identities', { _id: playerId(openid), ...identity }))) {
    await documents.update('identities', playerId(openid), {}, { set: { officialOpenid } });
  }`,
      },
    ],
    rules: ['INV-33'],
    withinSeeds: 200,
  },
  {
    name: 'somebody else linked, though the platform says who it is',
    changes: [
      {
        file: 'server/usecases/identity/link.ts',
        find: "  if (unionid !== null && !state.mayBe(unionid)) return 'another-person';",
        replace: '',
      },
    ],
    rules: ['INV-33'],
    withinSeeds: 400,
  },
  {
    name: 'stale pass of an ended bill handed out',
    changes: [
      {
        file: OPEN_PACKET,
        find: 'return ages && nowMs - pass.atMs >= CONFIRMATION_PASS_LASTS_MS ? null : pass.value;',
        replace: 'return ages && nowMs < pass.atMs - 3_600_000 ? null : pass.value;',
      },
    ],
    rules: ['INV-40'],
    fromSeed: 111,
    withinSeeds: 400,
  },
  {
    name: 'a pass asked for twice within a second',
    changes: [
      {
        file: OPEN_PACKET,
        find: 'const APART_MS = LEAVES_WITHIN_MS + 1_000;',
        replace: 'const APART_MS = 0;',
      },
    ],
    rules: ['INV-29'],
    withinSeeds: 200,
  },
];
