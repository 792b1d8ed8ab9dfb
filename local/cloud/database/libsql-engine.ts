import Libsql from 'libsql';
import type { DocumentId } from './ejson';
import type { Engine, Row } from './engine';

/*
 * locking_mode EXCLUSIVE: a second server on the same file would serve other documents than the
 * first, so it is refused.
 * synchronous NORMAL in WAL mode: a write is in the operating system's hands when it is
 * acknowledged, so killing the process at any moment loses nothing. A power cut may lose the last
 * moments, but never damages the file; fsync on every write would cost more than all the rest.
 */
const SET_UP = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS collections (name TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS documents (
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (collection, id)
  );
`;

const LET_GO = `
  PRAGMA journal_mode = DELETE;
  PRAGMA locking_mode = NORMAL;
  SELECT 1 FROM documents LIMIT 1;
`;

/** Throws when the file cannot be opened, is not a database, or is open in another process. */
export function libsqlEngine(file: string): Engine {
  const database = new Libsql(file);
  try {
    database.exec(SET_UP);
  } catch (error) {
    database.close();
    throw new Error(`cannot open ${file}; is another local cloud using it?`, { cause: error });
  }
  const put = database.prepare(
    'INSERT INTO documents (collection, id, text) VALUES (?, ?, ?) ' +
      'ON CONFLICT (collection, id) DO UPDATE SET text = excluded.text',
  );
  const remove = database.prepare('DELETE FROM documents WHERE collection = ? AND id = ?');

  function writeRow({ collection, id, text }: Row): void {
    const key = JSON.stringify(id); // keeps the id 1 apart from the id '1'
    if (text === null) remove.run(collection, key);
    else put.run(collection, key, text);
  }

  return {
    collectionNames() {
      const rows = database.prepare('SELECT name FROM collections').all();
      return (rows as { name: string }[]).map((row) => row.name);
    },
    addCollection(name) {
      database.prepare('INSERT OR IGNORE INTO collections (name) VALUES (?)').run(name);
    },
    *rows() {
      const all = database.prepare('SELECT collection, id, text FROM documents ORDER BY rowid');
      for (const row of all.iterate() as Iterable<{
        collection: string;
        id: string;
        text: string;
      }>) {
        yield { ...row, id: JSON.parse(row.id) as DocumentId };
      }
    },
    write(rows) {
      if (rows.length === 1) return writeRow(rows[0]!);
      database.exec('BEGIN IMMEDIATE');
      try {
        rows.forEach(writeRow);
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close() {
      // libsql holds its lock as long as a prepared statement lives, which is until it is collected.
      // Leaving WAL lets go of the file, so that it can be opened again in this process.
      database.exec(LET_GO);
      database.close();
    },
  };
}
