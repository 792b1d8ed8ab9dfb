import type { PlantedBug } from './bug';

const POOL = 'server/usecases/stores/pool.ts';
const TAKE_PACKETS = 'server/usecases/player/take-packets.ts';
const PARTICIPATIONS = 'server/usecases/stores/participations.ts';

/** Mistakes of the claiming half. */
export const CAMPAIGN_BUGS: readonly PlantedBug[] = [
  {
    name: 'a place taken without looking whether one is left',
    changes: [
      {
        file: POOL,
        find: '{ left: { gt: 0 }, closed: false, takers: { lacks: claimId } },',
        replace: '{ closed: false, takers: { lacks: claimId } },',
      },
    ],
    rules: ['INV-07'],
    withinSeeds: 20,
  },
  {
    name: 'a place taken again on a repeat',
    changes: [
      {
        file: POOL,
        find: '{ left: { gt: 0 }, closed: false, takers: { lacks: claimId } },',
        replace: '{ left: { gt: 0 }, closed: false },',
      },
    ],
    rules: ['INV-06'],
    withinSeeds: 60,
  },
  {
    name: 'ended campaign still gives packets',
    changes: [
      {
        file: POOL,
        find: '{ left: { gt: 0 }, closed: false, takers: { lacks: claimId } },',
        replace: '{ left: { gt: 0 }, takers: { lacks: claimId } },',
      },
    ],
    rules: ['INV-12'],
    withinSeeds: 400,
  },
  {
    name: 'ended campaign still starts rounds',
    changes: [
      {
        file: 'server/domain/eligibility.ts',
        find: "  if (state === 'ended') return failureOf('CAMPAIGN_ENDED');",
        replace: '',
      },
    ],
    rules: ['INV-12'],
    withinSeeds: 100,
  },
  {
    name: 'the end instant belongs to the window',
    changes: [
      {
        file: 'server/domain/eligibility.ts',
        find: "  if (nowMs >= draft.endAtMs) return failureOf('CAMPAIGN_ENDED');",
        replace: "  if (nowMs >= draft.endAtMs + 300) return failureOf('CAMPAIGN_ENDED');",
      },
    ],
    rules: ['INV-12'],
    withinSeeds: 400,
  },
  {
    name: 'the packet of the next place',
    changes: [
      {
        file: POOL,
        find: '  const amountFen = shard.amountsFen[placeNo];',
        replace:
          '  const amountFen = placeNo < 0 ? undefined : shard.amountsFen[(placeNo + 1) % shard.size];',
      },
    ],
    rules: ['INV-11'],
    withinSeeds: 20,
  },
  {
    name: 'sold out said after one shard',
    changes: [
      {
        file: TAKE_PACKETS,
        find: ', shardNos.length)];',
        replace: ', shardNos.length) + shardNos.length];',
      },
    ],
    rules: ['INV-13'],
    withinSeeds: 20,
  },
  {
    name: 'a resumed claim takes a second place',
    changes: [
      {
        file: TAKE_PACKETS,
        find: 'inserted ? fresh : await readClaim(tools, claimId)',
        replace:
          'inserted ? fresh : { ...(await readClaim(tools, claimId)), shardNo: fresh.shardNo === 0 ? campaign.shardCount - 1 : 0 }',
      },
    ],
    rules: ['INV-06', 'INV-15'],
    withinSeeds: 100,
  },
  {
    name: 'claims that a crash left behind are never resumed',
    changes: [
      {
        file: 'server/usecases/stores/claims.ts',
        find: "{ step: 'TAKING', dueAtMs: { lte: nowMs } },",
        replace: "{ step: 'TAKING', dueAtMs: { lt: 0 } },",
      },
    ],
    rules: ['INV-23'],
    fromSeed: 91,
    withinSeeds: 200,
  },
  {
    name: 'seed drawn again on resume',
    changes: [
      {
        file: 'server/usecases/organiser/publish.ts',
        find: "  if (campaign.state === 'draft') {",
        replace: "  if (campaign.state === 'draft' || campaign.state === 'preparing') {",
      },
      {
        file: 'server/usecases/stores/campaigns.ts',
        find: `    { state: 'draft', revision: campaign.revision, rev: campaign.rev },
    { set: { state: 'preparing',`,
        replace: `    { state: { in: ['draft', 'preparing'] }, revision: campaign.revision },
    { set: { state: 'preparing',`,
      },
    ],
    rules: ['INV-04'],
    withinSeeds: 200,
  },
  {
    name: 'grace window ignored',
    changes: [
      {
        file: 'server/usecases/player/finish-round.ts',
        find: 'if (tools.clock() >= graceEndsAtMs(ticket)) return answerAgain(tools, play);',
        replace: 'void graceEndsAtMs;',
      },
    ],
    rules: ['INV-12'],
    withinSeeds: 20,
  },
  {
    name: 'a round judged twice',
    changes: [
      {
        file: PARTICIPATIONS,
        find: "    'round.state': 'open',\n    packetsGranted,",
        replace: '    ...(packetsGranted < 0 && { packetsGranted }),',
      },
    ],
    rules: ['INV-08', 'INV-14'],
    withinSeeds: 40,
  },
  {
    name: 'a repeated request starts another round',
    changes: [
      {
        file: 'server/usecases/player/start-round.ts',
        find: 'if (participation?.round.requestId === request.requestId) {',
        replace: "if (participation?.round.requestId === '') {",
      },
      {
        file: 'server/usecases/player/start-round.ts',
        find: "if (participation?.requestIds.includes(request.requestId)) return failure('TICKET_EXPIRED');",
        replace: '',
      },
      {
        file: 'server/domain/eligibility.ts',
        find: '  if (standing.roundOpenUntilMs !== null) {',
        replace: '  if (standing.roundOpenUntilMs !== null && nowMs < 0) {',
      },
    ],
    rules: ['INV-09'],
    withinSeeds: 60,
  },
  {
    name: 'limit per player forgotten',
    changes: [
      {
        file: 'server/usecases/player/finish-round.ts',
        find: 'Math.max(0, Math.min(verdict.packets, room))',
        replace: 'Math.max(0, Math.min(verdict.packets, room + 1))',
      },
    ],
    rules: ['INV-08'],
    withinSeeds: 20,
  },
  {
    name: 'published without a trail',
    changes: [
      {
        file: 'server/usecases/organiser/publish.ts',
        find: '  await addAuditEntry(documents, {\n    id: `${campaignId}.publish.${revision}`,',
        replace: '  void addAuditEntry;\n  void ({',
      },
    ],
    rules: ['INV-35'],
    withinSeeds: 20,
  },
];
