/**
 * Turns between processes that serve one SQLite file: whoever decides on a trial holds an exclusive lock on an empty file
 * beside the database. It only saves work, since a decision that another has overtaken is made again, and lets a long decision
 * come through among many short ones. What is committed never rests on it: where no turn comes in time, the act goes on
 * without. The system lets go of the lock of a process that ends. A trial's file is one of sixteen, by a hash, because its
 * name comes from an address that anybody may have written. Node only.
 */
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3, { type Statement } from 'better-sqlite3';
import { sha256Hex } from '../trial/canonical.ts';

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
  /** Acts of this process, on trials of one file, that go in this turn. */
  holders: number;
};

/**
 * @param path the database; the empty files are called like it, with `-turn-` and a digit of 0 to f
 * @param patienceMilliseconds how long an act waits for its turn before it goes on without one
 */
export function openTurns(path: string, patienceMilliseconds = 4_000): Turns {
  const locks = new Map<string, Lock>();

  function lockOf(slug: string): Lock {
    const file = sha256Hex(slug).charAt(0);
    const known = locks.get(file);
    if (known !== undefined) return known;
    const sqlite = new BetterSqlite3(`${path}-turn-${file}`, { timeout: 0 });
    const fresh = {
      begin: sqlite.prepare('begin exclusive'),
      end: sqlite.prepare('rollback'),
      close: () => sqlite.close(),
      isShared: false,
      holders: 0,
    };
    locks.set(file, fresh);
    return fresh;
  }

  return {
    async take(slug) {
      const lock = lockOf(slug);
      if (lock.isShared) await pause(courtesyMilliseconds);
      const started = performance.now();
      lock.isShared = false;
      while (lock.holders === 0 && !isTaken(lock.begin)) {
        lock.isShared = true;
        if (performance.now() - started > patienceMilliseconds) return () => {};
        await pause(pollMilliseconds);
      }
      lock.holders += 1;
      return () => {
        lock.holders -= 1;
        if (lock.holders === 0) lock.end.run();
      };
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
