import { findNodeAtLocation, type Node, parseTree, printParseErrorCode } from 'jsonc-parser';
import * as v from 'valibot';

/*
 * A campaign on file: what an organiser decides, with an opening time in minutes instead of a window,
 * because a file has no date. The cloud checks the figures again; this checks the shape and can say
 * on which line something is wrong.
 */

const WHOLE = v.pipe(v.number('a whole number'), v.integer('a whole number'));

const GAME = v.variant('id', [
  v.strictObject({
    id: v.literal('red-packet-rain'),
    settings: v.strictObject({
      roundSeconds: WHOLE,
      dropsPerSecond: WHOLE,
      hitsPerPacket: WHOLE,
      packetsPerRound: WHOLE,
    }),
  }),
  v.strictObject({
    id: v.literal('riddles'),
    settings: v.strictObject({
      riddleCount: WHOLE,
      triesPerRiddle: WHOLE,
      answerBy: v.picklist(['choice', 'typing']),
      roundSeconds: WHOLE,
      rightPerPacket: WHOLE,
    }),
  }),
]);

export const CHANNELS = ['transfer-bills', 'sendredpack', 'sendminiprogramhb'] as const;
export type Channel = (typeof CHANNELS)[number];

const CAMPAIGN_FILE = v.strictObject({
  title: v.string('a text'),
  senderName: v.string('a text'),
  greeting: v.string('a text'),
  opensForMinutes: v.pipe(WHOLE, v.minValue(1, 'at least 1')),
  game: GAME,
  split: v.strictObject({
    kind: v.picklist(['equal', 'random']),
    totalFen: WHOLE,
    packetCount: WHOLE,
    minFen: WHOLE,
    maxFen: WHOLE,
  }),
  packetsPerPlayer: WHOLE,
  roundsPerPlayer: WHOLE,
  allowList: v.array(v.string('a text')),
  blockList: v.array(v.string('a text')),
  channel: v.optional(v.picklist(CHANNELS), 'transfer-bills'),
  funding: v.optional(v.picklist(['merchant-balance', 'paid-in']), 'merchant-balance'),
});

export type CampaignFile = v.InferOutput<typeof CAMPAIGN_FILE>;

export type FileReading =
  | { readonly ok: true; readonly campaign: CampaignFile; lineOf(path: string): number }
  | { readonly ok: false; readonly line: number; readonly reason: string };

/** Reads a campaign file; the first thing that is wrong is told with its line, counted from 1. */
export function readCampaignFile(text: string): FileReading {
  const syntaxErrors: { error: number; offset: number }[] = [];
  const tree = parseTree(text, syntaxErrors as never, { disallowComments: true });
  const syntaxError = syntaxErrors[0];
  if (!tree || syntaxError) {
    const what = syntaxError ? printParseErrorCode(syntaxError.error) : 'Empty';
    return { ok: false, line: lineAt(text, syntaxError?.offset ?? 0), reason: `not JSON: ${what}` };
  }
  const lineOf = (path: string) => lineAt(text, offsetOf(tree, path.split('.')));

  const parsed = v.safeParse(CAMPAIGN_FILE, JSON.parse(text));
  if (parsed.success) return { ok: true, campaign: parsed.output, lineOf };
  const issue = parsed.issues[0];
  const path = v.getDotPath(issue) ?? '';
  return { ok: false, line: lineOf(path), reason: describe(path, issue) };
}

function describe(path: string, issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return `${path} is not a field of a campaign`;
  if (issue.received === 'undefined') return `${path} is missing`;
  const wanted = issue.message.startsWith('Invalid') ? issue.expected : issue.message;
  return `${path} must be ${wanted}, not ${issue.received}`;
}

/** Where the value of a dotted path stands, or the nearest thing around it that exists. */
function offsetOf(tree: Node, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const steps = path.slice(0, length).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const node = findNodeAtLocation(tree, steps);
    if (node) return node.offset;
  }
  return tree.offset;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
