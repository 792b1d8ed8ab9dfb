import { createDatabase } from './database';
import { memoryEngine } from './engine';
import type { Database, DatabaseOptions } from './interface';
import { libsqlEngine } from './libsql-engine';

export type {
  CollectionDeclaration,
  Database,
  DatabaseOptions,
  IndexDeclaration,
  SetTimer,
} from './interface';

/**
 * Opens the file, loads what it holds, and creates the declared collections and indexes.
 * Throws when the file cannot be opened, or holds documents that break a unique index.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const engine = options.file === null ? memoryEngine() : libsqlEngine(options.file);
  return createDatabase(engine, options);
}
