import type { CampaignDraft, FundingKind, GameChoice, SplitChoice } from '../../shared/campaign';
import type { PayoutChannel } from '../../shared/channels';
import { equalSplit } from '../../shared/feasibility';
import { formatYuan, parseYuan } from '../../shared/fen';
import type { GameId } from '../../shared/games/game-rules';
import type { RainSettings } from '../../shared/games/red-packet-rain';
import type { RiddlesSettings } from '../../shared/games/riddles';
import { parsePlayerCode } from '../../shared/player-code';

/** What the wizard's inputs hold: texts as typed, so that a half-typed amount is never lost. */
export interface DraftForm {
  readonly title: string;
  readonly senderName: string;
  readonly greeting: string;
  readonly gameId: GameId;
  /** Both games' settings are kept, so that looking at the other game loses nothing. */
  readonly rain: RainSettings;
  readonly riddles: RiddlesSettings;
  readonly splitKind: SplitChoice['kind'];
  readonly totalYuan: string;
  readonly packetCount: string;
  readonly minYuan: string;
  readonly maxYuan: string;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly packetsPerPlayer: number;
  readonly roundsPerPlayer: number;
  readonly allowText: string;
  readonly blockText: string;
  readonly channel: PayoutChannel;
  readonly funding: FundingKind;
}

const HOUR_MS = 3_600_000;
const HALF_HOUR_MS = HOUR_MS / 2;

const RAIN_DEFAULTS: RainSettings = {
  roundSeconds: 15,
  dropsPerSecond: 3,
  hitsPerPacket: 10,
  packetsPerRound: 1,
};

const RIDDLES_DEFAULTS: RiddlesSettings = {
  riddleCount: 5,
  triesPerRiddle: 2,
  answerBy: 'choice',
  roundSeconds: 180,
  rightPerPacket: 2,
};

/** A form to begin with: it could be published after a title, and opens at the next half hour. */
export function emptyForm(nowMs: number, channel: PayoutChannel): DraftForm {
  const startAtMs = Math.ceil((nowMs + 5 * 60_000) / HALF_HOUR_MS) * HALF_HOUR_MS;
  return {
    title: '',
    senderName: '',
    greeting: '恭喜发财，大吉大利',
    gameId: 'red-packet-rain',
    rain: RAIN_DEFAULTS,
    riddles: RIDDLES_DEFAULTS,
    splitKind: 'random',
    totalYuan: '500',
    packetCount: '100',
    minYuan: '1',
    maxYuan: '20',
    startAtMs,
    endAtMs: startAtMs + 2 * HOUR_MS,
    packetsPerPlayer: 1,
    roundsPerPlayer: 3,
    allowText: '',
    blockText: '',
    channel,
    funding: 'merchant-balance',
  };
}

export function formFrom(draft: CampaignDraft): DraftForm {
  const { game, split } = draft;
  return {
    title: draft.title,
    senderName: draft.senderName,
    greeting: draft.greeting,
    gameId: game.id,
    rain: game.id === 'red-packet-rain' ? game.settings : RAIN_DEFAULTS,
    riddles: game.id === 'riddles' ? game.settings : RIDDLES_DEFAULTS,
    splitKind: split.kind,
    totalYuan: plainYuan(split.totalFen),
    packetCount: String(split.packetCount),
    minYuan: plainYuan(split.minFen),
    maxYuan: plainYuan(split.maxFen),
    startAtMs: draft.startAtMs,
    endAtMs: draft.endAtMs,
    packetsPerPlayer: draft.packetsPerPlayer,
    roundsPerPlayer: draft.roundsPerPlayer,
    allowText: draft.allowList.join('\n'),
    blockText: draft.blockList.join('\n'),
    channel: draft.channel,
    funding: draft.funding,
  };
}

/** The draft a form stands for. What is not a number becomes NaN, which every check refuses. */
export function draftFrom(form: DraftForm): CampaignDraft {
  return {
    title: form.title.trim(),
    senderName: form.senderName.trim(),
    greeting: form.greeting.trim(),
    game: gameOf(form),
    split: splitOf(form),
    startAtMs: form.startAtMs,
    endAtMs: form.endAtMs,
    packetsPerPlayer: form.packetsPerPlayer,
    roundsPerPlayer: form.roundsPerPlayer,
    allowList: codesOf(form.allowText),
    blockList: codesOf(form.blockText),
    channel: form.channel,
    funding: form.funding,
  };
}

export function splitOf(form: DraftForm): SplitChoice {
  const totalFen = parseYuan(form.totalYuan) ?? Number.NaN;
  const packetCount = /^\d{1,9}$/.test(form.packetCount.trim())
    ? Number(form.packetCount)
    : Number.NaN;
  if (form.splitKind === 'equal') return equalSplit(totalFen, packetCount);
  return {
    kind: 'random',
    totalFen,
    packetCount,
    minFen: parseYuan(form.minYuan) ?? Number.NaN,
    maxFen: parseYuan(form.maxYuan) ?? Number.NaN,
  };
}

function gameOf({ gameId, rain, riddles }: DraftForm): GameChoice {
  switch (gameId) {
    case 'red-packet-rain':
      return { id: gameId, settings: rain };
    case 'riddles':
      return { id: gameId, settings: riddles };
  }
}

/** One player code a line; commas and spaces part them as well, as people paste them from anywhere. */
function codesOf(text: string): string[] {
  return text
    .split(/[\s,，;；、]+/)
    .filter((typed) => typed !== '')
    .map((typed) => parsePlayerCode(typed) ?? typed);
}

/** '500' rather than '500.00' in an input. */
function plainYuan(amountFen: number): string {
  return formatYuan(amountFen).replace(/\.00$/, '');
}
