import { databaseActions } from './actions';
import type { Engine } from './engine';
import type { Database, DatabaseOptions, SetTimer } from './interface';
import { Refusal } from './refusal';
import { createStore } from './store';

const hostTimer: SetTimer = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};

/** The database on any engine. `openDatabase` picks the engine by its file. */
export function createDatabase(engine: Engine, options: Omit<DatabaseOptions, 'file'>): Database {
  const store = createStore(engine, options.collections, options.setTimer ?? hostTimer);
  const actions = databaseActions(store, options.nowMs);
  return {
    async handle(name, body) {
      try {
        const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
        if (action === undefined) throw new Refusal('INVALID_PARAM', `unknown action ${name}`);
        return await action(body);
      } catch (error) {
        if (error instanceof Refusal) return { code: error.code, message: error.message };
        throw error;
      }
    },
    async close() {
      store.close();
    },
  };
}
