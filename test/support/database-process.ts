/*
 * A database in a process of its own, so that a test can kill it.
 * Arguments: the file; then `acknowledges-early` for an engine that answers before it has written.
 */
import { createDatabase } from '../../local/cloud/database/database';
import type { Engine, Row } from '../../local/cloud/database/engine';
import { libsqlEngine } from '../../local/cloud/database/libsql-engine';
import { CHECK_COLLECTIONS } from '../contract/local-cloud/checks/check';
import { adminUrl, serveDatabase } from './sdk-cloud';

const WRITES_TOGETHER = 20;

function acknowledgesEarly(engine: Engine): Engine {
  const waiting: Row[] = [];
  return {
    ...engine,
    write(rows) {
      waiting.push(...rows);
      if (waiting.length >= WRITES_TOGETHER) engine.write(waiting.splice(0));
    },
  };
}

async function main(file: string, fault: string | undefined): Promise<void> {
  const engine = libsqlEngine(file);
  const database = createDatabase(
    fault === 'acknowledges-early' ? acknowledgesEarly(engine) : engine,
    { collections: CHECK_COLLECTIONS, nowMs: Date.now },
  );
  const server = await serveDatabase(database);
  process.send!(adminUrl(server));
}

void main(process.argv[2]!, process.argv[3]);
