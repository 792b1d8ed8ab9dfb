import { DAY_MS } from './beijing-time';
import { CAMPAIGN_LIMITS, type CampaignDraft, type GameChoice } from './campaign';
import { CHANNEL_RULES } from './channels';
import { checkSplit } from './feasibility';
import { rainSettingsProblems } from './games/red-packet-rain';
import { riddlesSettingsProblems } from './games/riddles';
import type { SettingsProblem } from './games/settings-ranges';
import { isPlayerCode } from './player-code';
import type { Failure } from './result';
import { utf8Bytes } from './utf8';

/** One thing an organiser must change; `field` is the path of the input within the draft. */
export interface DraftProblem {
  readonly field: DraftField;
  readonly failure: Failure;
}

export type DraftField =
  | Exclude<keyof CampaignDraft, 'game' | 'split'>
  | `game.${string}`
  | `split.${string}`;

/**
 * Everything that keeps a draft from being published, in the order of the form; empty when nothing
 * does. The organiser's page shows it while people type, the cloud asks again before publishing.
 *
 * Texts are measured without spaces at either end and refused with TEXT_REFUSED when they hold
 * characters nobody can see. Numbers may be NaN while an input is empty.
 */
export function checkDraft(draft: CampaignDraft, nowMs: number): readonly DraftProblem[] {
  return [
    ...checkTexts(draft),
    ...checkWindow(draft, nowMs),
    ...checkLimits(draft),
    ...checkList('allowList', draft.allowList),
    ...checkList('blockList', draft.blockList),
    ...checkGame(draft.game),
    ...checkSplitChoice(draft),
  ];
}

function checkTexts(draft: CampaignDraft): DraftProblem[] {
  const { titleCharacters, senderNameBytesMost, greetingBytesMost } = CAMPAIGN_LIMITS;
  return [
    ...checkText('title', draft.title, 'TITLE_LENGTH', (text) => Array.from(text).length, {
      ...titleCharacters,
    }),
    ...checkText('senderName', draft.senderName, 'SENDER_NAME_LENGTH', utf8Bytes, {
      least: 1,
      most: senderNameBytesMost,
    }),
    ...checkText('greeting', draft.greeting, 'GREETING_LENGTH', utf8Bytes, {
      least: 1,
      most: greetingBytesMost,
    }),
  ];
}

function checkText(
  field: 'title' | 'senderName' | 'greeting',
  text: string,
  code: 'TITLE_LENGTH' | 'SENDER_NAME_LENGTH' | 'GREETING_LENGTH',
  lengthOf: (text: string) => number,
  { least, most }: { least: number; most: number },
): DraftProblem[] {
  const length = lengthOf(text.trim());
  if (length < least || length > most) return [problem(field, code, { least, most, length })];
  return hasHiddenCharacters(text.trim()) ? [problem(field, 'TEXT_REFUSED')] : [];
}

/** Control characters, and marks that hide text or turn its direction around. Emoji joiners are fine. */
function hasHiddenCharacters(text: string): boolean {
  return Array.from(text).some((character) => {
    const code = character.codePointAt(0)!;
    return HIDDEN_RANGES.some(([from, to]) => code >= from && code <= to);
  });
}

const HIDDEN_RANGES = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x200b, 0x200c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xdfff], // half of a character
  [0xfeff, 0xfeff],
  [0xe0000, 0xe007f],
] as const;

/** The end must be after now, not the start: publishing may open a campaign at once. */
function checkWindow({ startAtMs, endAtMs }: CampaignDraft, nowMs: number): DraftProblem[] {
  if (!Number.isSafeInteger(startAtMs))
    return [problem('startAtMs', 'INVALID', { path: 'startAtMs' })];
  if (!Number.isSafeInteger(endAtMs)) return [problem('endAtMs', 'INVALID', { path: 'endAtMs' })];
  if (endAtMs <= startAtMs) return [problem('endAtMs', 'WINDOW_ORDER')];
  if (endAtMs <= nowMs) return [problem('endAtMs', 'WINDOW_PAST')];
  const mostDays = CAMPAIGN_LIMITS.windowDaysMost;
  const tooLong = endAtMs - startAtMs > mostDays * DAY_MS;
  return tooLong ? [problem('endAtMs', 'WINDOW_TOO_LONG', { mostDays })] : [];
}

function checkLimits(draft: CampaignDraft): DraftProblem[] {
  const limits = [
    ['packetsPerPlayer', 'PLAYER_LIMIT_RANGE'],
    ['roundsPerPlayer', 'ROUND_LIMIT_RANGE'],
  ] as const;
  return limits.flatMap(([field, code]) => {
    const { least, most } = CAMPAIGN_LIMITS[field];
    const value = draft[field];
    const fits = Number.isInteger(value) && value >= least && value <= most;
    return fits ? [] : [problem(field, code, { least, most })];
  });
}

/** At most one problem for each list: the first line that is not a player code. */
function checkList(field: 'allowList' | 'blockList', codes: readonly string[]): DraftProblem[] {
  const most = CAMPAIGN_LIMITS.listEntriesMost;
  if (codes.length > most) return [problem(field, 'LIST_TOO_LONG', { most })];
  const index = codes.findIndex((code) => !isPlayerCode(code));
  return index < 0 ? [] : [problem(field, 'PLAYER_CODE_SHAPE', { line: index + 1 })];
}

function checkGame(game: GameChoice): DraftProblem[] {
  return gameProblems(game).map(({ field, least, most }) => ({
    field: `game.${field}` as const,
    failure: { code: 'GAME_SETTINGS' as const, facts: { field, least, most } },
  }));
}

function gameProblems(game: GameChoice): SettingsProblem[] {
  switch (game.id) {
    case 'red-packet-rain':
      return rainSettingsProblems(game.settings);
    case 'riddles':
      return riddlesSettingsProblems(game.settings);
  }
}

function checkSplitChoice({ split, channel }: CampaignDraft): DraftProblem[] {
  const refused = checkSplit(split, CHANNEL_RULES[channel]);
  if (!refused) return [];
  const field = refused.facts?.['field'] ?? 'totalFen';
  return [{ field: `split.${field}`, failure: refused }];
}

function problem(
  field: Exclude<keyof CampaignDraft, 'game' | 'split'>,
  code: Failure['code'],
  facts: Failure['facts'] = {},
): DraftProblem {
  return { field, failure: { code, facts: { field, ...facts } } };
}
