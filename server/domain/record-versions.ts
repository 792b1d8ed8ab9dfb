/*
 * F-21: while a deployment runs, and after one was taken back, old code meets records of newer code.
 *
 * Claims and campaigns carry the number of the shape they were last written in (`schema`; without
 * one it is 1). Whoever adds a step, a state, or a field without which a record is misread raises the
 * number here. Code leaves every record alone whose number or state it does not know. A field that
 * older code may ignore needs no new number: updates name single fields, so it stays as it is.
 */
import { CAMPAIGN_STATES } from '../../miniprogram/shared/campaign';
import { PAYMENT_STEPS } from '../../miniprogram/shared/payment';
import type { Scalar } from '../ports/documents';
import { InvariantViolation } from './invariant';

export interface RecordVersion {
  /** The newest shape that this code understands, and the one it writes. */
  readonly schema: number;
  /** The field that says where a record stands in its life, and all it may say. */
  readonly stateField: string;
  readonly states: readonly string[];
}

export interface RecordVersions {
  readonly claims: RecordVersion;
  readonly campaigns: RecordVersion;
}

export const RECORD_VERSIONS: RecordVersions = {
  claims: { schema: 1, stateField: 'step', states: ['TAKING', 'NONE_LEFT', ...PAYMENT_STEPS] },
  campaigns: { schema: 1, stateField: 'state', states: CAMPAIGN_STATES },
};

/** Thrown where one particular record was asked for: newer code has written it, and may be asked. */
export class NewerRecord extends InvariantViolation {
  constructor(collection: string, id: string) {
    super('F-21', `${collection} ${id} was written by newer code and is left alone`);
    this.name = 'NewerRecord';
  }
}

/** What `schema` may be in a record that code of this version understands; null: no such field. */
export function knownSchemas(version: RecordVersion): (number | null)[] {
  return [null, ...Array.from({ length: version.schema }, (_, i) => i + 1)];
}

export function isKnown(version: RecordVersion, schema: Scalar, state: Scalar): boolean {
  return (
    (knownSchemas(version) as Scalar[]).includes(schema) &&
    (version.states as Scalar[]).includes(state)
  );
}
