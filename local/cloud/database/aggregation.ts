import { Context } from 'mingo';
import { Aggregator } from 'mingo/aggregator';
import * as stages from 'mingo/operators/pipeline';
import type { Collection } from './collection';
import { type Fields, isFields } from './ejson';
import { FULL_CONTEXT } from './matching';
import { findDocuments } from './overlay';
import { deepCopy } from './paths';
import { onClientExpression, requestFailed } from './refusal';

export interface Stage {
  readonly name: string;
  readonly value: unknown;
}

/** What `db.collection().aggregate()` offers; `$geoNear` is answered in words. */
const STAGES = {
  $addFields: stages.$addFields,
  $bucket: stages.$bucket,
  $bucketAuto: stages.$bucketAuto,
  $count: stages.$count,
  $group: stages.$group,
  $limit: stages.$limit,
  $lookup: stages.$lookup,
  $match: stages.$match,
  $project: stages.$project,
  $replaceRoot: stages.$replaceRoot,
  $sample: stages.$sample,
  $skip: stages.$skip,
  $sort: stages.$sort,
  $sortByCount: stages.$sortByCount,
  $unwind: stages.$unwind,
};

const CONTEXT = Context.from(FULL_CONTEXT, Context.init({ pipeline: STAGES }));

/** These stages only choose, order and count; the others may write into what they are given. */
const READING_STAGES = new Set(['$count', '$limit', '$match', '$sample', '$skip', '$sort']);

/**
 * Runs a pipeline over the committed documents. Leading `$match` stages use the indexes.
 * DATABASE_REQUEST_FAILED: an unknown stage or expression.
 */
export function aggregate(
  collection: Collection,
  pipeline: readonly Stage[],
  otherCollection: (name: string) => Collection | undefined,
): Fields[] {
  for (const { name } of pipeline) {
    if (!(name in STAGES)) throw requestFailed(`${name} is not supported by the local cloud`);
  }
  const firstOther = pipeline.findIndex(({ name }) => name !== '$match');
  const matchCount = firstOther === -1 ? pipeline.length : firstOther;
  const query = { $and: pipeline.slice(0, matchCount).map(matchOf) };
  const rest = pipeline.slice(matchCount);

  const found = findDocuments(collection, matchCount === 0 ? {} : query).map(({ value }) => value);
  if (rest.length === 0) return found;
  const readsOnly = rest.every(({ name }) => READING_STAGES.has(name));
  const input = readsOnly ? found : (found.map(deepCopy) as Fields[]);
  const aggregator = new Aggregator(
    rest.map(({ name, value }) => ({ [name]: value })),
    {
      context: CONTEXT,
      scriptEnabled: false,
      collectionResolver: (name) => {
        const other = otherCollection(name);
        if (other === undefined) return [];
        return findDocuments(other, {}).map(({ value }) => deepCopy(value) as Fields);
      },
    },
  );
  return onClientExpression(() => aggregator.run<Fields>(input));
}

function matchOf({ value }: Stage): Fields {
  if (isFields(value)) return value;
  throw requestFailed('$match needs an object');
}
