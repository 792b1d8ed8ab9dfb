import { aggregateChecks } from './aggregates';
import type { Check } from './check';
import { documentChecks } from './documents';
import { queryChecks } from './queries';
import { transactionChecks } from './transactions';
import { updateChecks } from './updates';

export const databaseContract: Readonly<Record<string, readonly Check[]>> = {
  documents: documentChecks,
  queries: queryChecks,
  updates: updateChecks,
  aggregates: aggregateChecks,
  transactions: transactionChecks,
};
