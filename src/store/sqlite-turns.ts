/**
 * Turns between processes that serve one SQLite file: whoever decides on a trial holds an exclusive lock on an empty file
 * beside the database, one for each trial. It only saves work, since a decision that another has overtaken is made again,
 * and lets a long decision come through among many short ones. What is committed never rests on it: where no turn comes in
 * time, the act goes on without. The system lets go of the lock of a process that ends. Node only.
 */
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3, { type Statement } from 'better-sqlite3';

/** Waits for the turn on a trial; the function it gives ends it. */
export type TakeTurn = (slug: string) => Promise<() => void>;

export type Turns = { readonly take: TakeTurn; readonly close: () => void };

const pollMilliseconds = 2;
/** Longer than the others' polls: who had the turn before, and had to wait for it, lets them in first. */
const courtesyMilliseconds = 3;

type Lock = {
  readonly begin: Statement;
  readonly end: Statement;
  readonly close: () => void;
  /** Somebody else had the turn when this process last wanted it. */
  isShared: boolean;
};

/**
 * @param path the database; a trial's empty file is called like it, with `-turn-` and the trial's slug
 * @param patienceMilliseconds how long an act waits for its turn before it goes on without one
 */
export function openTurns(path: string, patienceMilliseconds = 4_000): Turns {
  const locks = new Map<string, Lock>();

  function lockOf(slug: string): Lock {
    const known = locks.get(slug);
    if (known !== undefined) return known;
    const sqlite = new BetterSqlite3(`${path}-turn-${slug}`, { timeout: 0 });
    const fresh = {
      begin: sqlite.prepare('begin exclusive'),
      end: sqlite.prepare('rollback'),
      close: () => sqlite.close(),
      isShared: false,
    };
    locks.set(slug, fresh);
    return fresh;
  }

  return {
    async take(slug) {
      const lock = lockOf(slug);
      if (lock.isShared) await pause(courtesyMilliseconds);
      const started = performance.now();
      lock.isShared = false;
      while (!isTaken(lock.begin)) {
        lock.isShared = true;
        if (performance.now() - started > patienceMilliseconds) return () => {};
        await pause(pollMilliseconds);
      }
      return () => lock.end.run();
    },
    close() {
      for (const { close } of locks.values()) close();
    },
  };
}

/** False where another process holds the lock. */
function isTaken(begin: Statement): boolean {
  try {
    begin.run();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return false;
    throw error;
  }
}
