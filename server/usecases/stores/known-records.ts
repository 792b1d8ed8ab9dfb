/* The database as code of one version may see it: records of newer code are left alone (F-21). */
import {
  isKnown,
  knownSchemas,
  NewerRecord,
  RECORD_VERSIONS,
  type RecordVersion,
  type RecordVersions,
} from '../../domain/record-versions';
import type {
  CollectionName,
  Condition,
  Doc,
  Documents,
  Guard,
  Scalar,
} from '../../ports/documents';

/** In a query: records of every version, also those that only newer code understands. */
export const ANY_SCHEMA: Condition = { not: 0 };

type FieldsOf = Readonly<Record<string, Scalar>>;

/**
 * Lists, counts and sums are of known records, updates and removals find no others, and reading one
 * newer record by its id throws `NewerRecord`. A query that names `schema` has decided for itself.
 * Every write says which version made it.
 */
export function knownRecords(
  documents: Documents,
  versions: RecordVersions = RECORD_VERSIONS,
): Documents {
  const versionOf = (collection: CollectionName): RecordVersion | null =>
    collection === 'claims' || collection === 'campaigns' ? versions[collection] : null;

  function known(collection: CollectionName, where: Guard): Guard {
    const version = versionOf(collection);
    if (!version || 'schema' in where) return where;
    const { stateField, states } = version;
    return { [stateField]: { in: states }, ...where, schema: { in: knownSchemas(version) } };
  }

  return {
    insert(collection, doc) {
      const version = versionOf(collection);
      return documents.insert(collection, version ? { ...doc, schema: version.schema } : doc);
    },

    async get<D extends Doc>(collection: CollectionName, id: string) {
      const doc = await documents.get<D & FieldsOf>(collection, id);
      const version = versionOf(collection);
      if (!doc || !version) return doc;
      const { schema = null, [version.stateField]: state = null } = doc as FieldsOf;
      if (!isKnown(version, schema, state)) throw new NewerRecord(collection, id);
      return doc;
    },

    update(collection, id, guard, change) {
      const version = versionOf(collection);
      const set = version ? { ...change.set, schema: version.schema } : change.set;
      const stamped = set ? { ...change, set } : change;
      return documents.update(collection, id, known(collection, guard), stamped);
    },

    remove: (collection, id, guard) => documents.remove(collection, id, known(collection, guard)),
    find: (collection, where, options) =>
      documents.find(collection, known(collection, where), options),
    count: (collection, where) => documents.count(collection, known(collection, where)),
    sum: (collection, where, grouping) =>
      documents.sum(collection, known(collection, where), grouping),
  };
}

/** How many records of newer code there are, by the number they carry. */
export function countNewer(
  documents: Documents,
  collection: keyof RecordVersions,
): Promise<number> {
  return documents.count(collection, { schema: { gt: RECORD_VERSIONS[collection].schema } });
}
