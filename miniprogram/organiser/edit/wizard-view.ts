import { sentenceOf } from '../../services/sentences';
import { CHANNEL_RULES } from '../../shared/channels';
import { checkDraft } from '../../shared/draft-check';
import { checkSplit } from '../../shared/feasibility';
import { readableYuan } from '../../shared/fen';
import { previewSplit, type SplitBucket } from '../../shared/split';
import { type DraftForm, draftFrom, splitOf } from './draft-form';
import { LAST_STEP, stepOfField, WIZARD_STEPS } from './wizard-steps';

/** What the wizard shows about a form: where it is wrong, and what the split would look like. */
export interface WizardView {
  /** Sentences by field of the draft; the last part of a dotted field as well. */
  readonly problems: Readonly<Record<string, string>>;
  readonly stepHasProblem: readonly boolean[];
  readonly canPublish: boolean;
  readonly result: ResultCard;
  readonly preview: SplitView | null;
}

export interface ResultCard {
  readonly tone: 'good' | 'bad';
  readonly title: string;
  readonly detail: string;
}

export interface SplitView {
  readonly smallest: string;
  readonly median: string;
  readonly largest: string;
  readonly buckets: readonly SplitBucket[];
}

/** Any fixed seed shows the shape; the real one is drawn at publishing and known to nobody before. */
const SAMPLE_SEED = '5a'.repeat(32);

export function wizardView(form: DraftForm, nowMs: number): WizardView {
  const found = checkDraft(draftFrom(form), nowMs);
  const problems: Record<string, string> = {};
  const stepHasProblem: boolean[] = WIZARD_STEPS.map(() => false);
  for (const { field, failure } of found) {
    const sentence = fieldSentence(field, failure.code) ?? sentenceOf(failure, nowMs);
    problems[field] ??= sentence;
    const name = field.slice(field.lastIndexOf('.') + 1);
    problems[name] ??= sentence;
    stepHasProblem[stepOfField(field)] = true;
  }
  const first = found[0];
  return {
    problems,
    stepHasProblem,
    canPublish: found.length === 0,
    result: resultCard(form, first ? (problems[first.field] ?? '') : ''),
    preview: splitView(form),
  };
}

/** The card at the bottom: a channel that cannot pay yet is told where it is chosen, and at the end. */
export function bottomCard(view: WizardView, channelProblem: string, step: number): ResultCard {
  const isAbout = step === stepOfField('channel') || step === LAST_STEP;
  return view.canPublish && channelProblem && isAbout
    ? { tone: 'bad', title: '还不能发布', detail: channelProblem }
    : view.result;
}

/** An input that holds no number yet is not "invalid" to a person: it waits to be filled in. */
function fieldSentence(field: string, code: string): string | null {
  if (code !== 'INVALID') return null;
  return field.endsWith('packetCount') ? '请填写红包个数，要是整数' : '请填写金额，最多两位小数';
}

function resultCard(form: DraftForm, firstProblem: string): ResultCard {
  if (firstProblem) return { tone: 'bad', title: '还不能发布', detail: firstProblem };
  const { totalFen, packetCount, minFen, maxFen } = splitOf(form);
  const each =
    minFen === maxFen
      ? `每个 ¥${readableYuan(minFen)}`
      : `每个 ¥${readableYuan(minFen)}–${readableYuan(maxFen)}，平均 ¥${readableYuan(Math.round(totalFen / packetCount))}`;
  return {
    tone: 'good',
    title: `¥${readableYuan(totalFen)} 分成 ${packetCount} 个红包，刚好分完`,
    detail: each,
  };
}

function splitView(form: DraftForm): SplitView | null {
  const split = splitOf(form);
  if (checkSplit(split, CHANNEL_RULES[form.channel]) !== null) return null;
  const { smallestFen, medianFen, largestFen, histogram } = previewSplit(split, SAMPLE_SEED);
  return {
    smallest: readableYuan(smallestFen),
    median: readableYuan(medianFen),
    largest: readableYuan(largestFen),
    buckets: histogram,
  };
}
