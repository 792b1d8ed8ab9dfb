import type { CollectionName, Doc, Documents } from '../../../server/ports/documents';
import type { Actor, Stage } from './actors';

/** Told of every committed write, before anybody else can act. */
export type WriteWatcher = (
  actor: Actor,
  collection: CollectionName,
  id: string,
  after: Doc | null,
) => void;

/** The database as one actor sees it: every call is a step at which time passes and faults strike. */
export function documentsOf(
  stage: Stage,
  actor: Actor,
  shared: Documents,
  watch: WriteWatcher,
): Documents {
  async function watched(
    collection: CollectionName,
    id: string,
    write: Promise<boolean>,
  ): Promise<boolean> {
    const written = await write;
    if (written) watch(actor, collection, id, await shared.get(collection, id));
    return written;
  }

  return {
    insert: (collection, doc) =>
      stage.step(actor, `insert ${collection} ${doc._id}`, () =>
        watched(collection, doc._id, shared.insert(collection, doc)),
      ),
    get: (collection, id) =>
      stage.step(actor, `get ${collection} ${id}`, () => shared.get(collection, id)),
    update: (collection, id, guard, change) =>
      stage.step(actor, `update ${collection} ${id}`, () =>
        watched(collection, id, shared.update(collection, id, guard, change)),
      ),
    remove: (collection, id, guard) =>
      stage.step(actor, `remove ${collection} ${id}`, () =>
        watched(collection, id, shared.remove(collection, id, guard)),
      ),
    find: (collection, where, options) =>
      stage.step(actor, `find ${collection}`, () => shared.find(collection, where, options)),
    count: (collection, where) =>
      stage.step(actor, `count ${collection}`, () => shared.count(collection, where)),
    sum: (collection, where, grouping) =>
      stage.step(actor, `sum ${collection}`, () => shared.sum(collection, where, grouping)),
  };
}
