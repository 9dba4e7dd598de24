/**
 * Sends what waits, one mark after another: when the page opens, when the network comes back, after each mark, and every few seconds
 * while anything waits, since a browser's word on being online cannot be trusted. One tab sends at a time.
 */
import { type Mark, type Outcome, placeOf } from './queue.ts';
import { allMarks, beginNext, finish } from './queue-store.ts';
import { send, signedInAs } from './service.ts';

export type Line = 'sent' | 'unreachable' | 'signed-out' | 'another-account';

export type Sending = {
  /** Sends until nothing is left to send or something is in the way. */
  readonly flush: () => Promise<void>;
  readonly line: () => Line;
  /** Nothing is sent until somebody is known to be signed in again. */
  readonly signedOut: () => void;
};

const everyMilliseconds = 4_000;

/** @param page the page's own path, which tells who is signed in @param told after each answer */
export function startSending(
  account: string,
  page: string,
  told: (mark: Mark, outcome: Outcome) => Promise<void>,
  shown: () => Promise<void>,
): Sending {
  let line: Line = 'sent';
  let isRunning = false;
  let isWanted = false;

  async function flush(): Promise<void> {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isWanted) {
        isWanted = false;
        await navigator.locks.request('pledge-check-in', sendAll);
      }
    } finally {
      isRunning = false;
      await shown();
    }
  }

  async function sendAll(): Promise<void> {
    if (!(await isMine())) return;
    const passedOver = new Set<string>();
    for (;;) {
      const mark = await beginNext(account, passedOver);
      if (mark === null) break;
      const answer = await send(mark);
      const outcome = await finish(mark, answer, new Date().toISOString());
      line = answer.kind === 'signed-out' ? 'signed-out' : answer.kind === 'no-answer' ? 'unreachable' : 'sent';
      await told(mark, outcome);
      if (answer.kind === 'fault') passedOver.add(placeOf(mark));
      else if (outcome.kind === 'waits') return;
    }
    line = 'sent';
  }

  /** Once nobody was signed in, it may be somebody else who is now: then nothing goes out under their name. */
  async function isMine(): Promise<boolean> {
    if (line !== 'signed-out' && line !== 'another-account') return true;
    const now = await signedInAs(page);
    if (now === null) return false;
    line = now === account ? 'sent' : 'another-account';
    return now === account;
  }

  globalThis.addEventListener('online', () => void flush());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void flush();
  });
  setInterval(async () => {
    if (line === 'signed-out' || (await allMarks()).length > 0) await flush();
  }, everyMilliseconds);

  return {
    flush,
    line: () => line,
    signedOut() {
      line = 'signed-out';
    },
  };
}
