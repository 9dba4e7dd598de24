/**
 * How every write happens: the act decides on rows from what it read, and its rows, its ledger entries and its answer go to
 * the database in ONE batch. The ledger's head is read before anything else and the entries are linked to it, so that whatever
 * was written in between, by this process or another, makes the batch fail; the act then reads and decides again. No decision
 * is ever committed on top of a state that it did not see.
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Append, Conflict, NewRow } from '../store/port.ts';
import { entryHash, genesisHash, type LedgerEntry, payloadHash } from '../trial/ledger.ts';
import { Refusal } from '../trial/refusal.ts';
import { refuseInBlindRole } from './blinding.ts';
import { isLostRace, refusalOf } from './conflicts.ts';
import type { Deps, Request } from './deps.ts';

/** An act's entry in the trial's hash chain. The payload is hashed under a fresh salt and never stored with the entry. */
export type LedgerNote = {
  readonly act: string;
  readonly subject: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type Decision<Reply> = {
  readonly status: 200 | 201 | 202;
  readonly reply: Reply;
  readonly appends: readonly Append[];
  readonly notes: readonly LedgerNote[];
  /** Rows that name the entries this very act has made, which are written before them. */
  readonly linked?: (entries: readonly LedgerEntry[]) => readonly Append[];
};

export type Answer<Reply> = { readonly status: number; readonly reply: Reply };

/** How long an act goes on deciding again before it says that others are writing too much. */
const patienceMilliseconds = 8_000;

/**
 * @param decide reads the present state and says what to write; it may run several times and must not act otherwise.
 * @returns the answer of the first time this idempotency key was used by this account.
 */
export async function perform<Reply>(
  deps: Deps,
  request: Request,
  slug: string,
  decide: (now: string) => Promise<Decision<Reply>>,
): Promise<Answer<Reply>> {
  await refuseInBlindRole(deps, request.account, slug);
  return deps.queue(slug, async () => {
    const started = performance.now();
    for (let attempt = 0; performance.now() - started < patienceMilliseconds; attempt++) {
      const earlier = await answerGiven<Reply>(deps, request);
      if (earlier !== undefined) return earlier;
      const now = deps.clock().toISOString();
      const head = await deps.store.read.ledgerHead(slug);
      const decision = await decide(now).catch(async (refused: unknown) => {
        // Sent twice at once, a request may meet its own rows: they refuse it, and its answer has been given in between.
        const given = await answerGiven<Reply>(deps, request);
        if (given === undefined) throw refused;
        return { given };
      });
      if ('given' in decision) return decision.given;
      const conflict = await commit(deps, request, slug, decision, now, head);
      if (conflict === undefined) return { status: decision.status, reply: decision.reply };
      const hasMoved = (await deps.store.read.ledgerHead(slug))?.hash !== head?.hash;
      if (!hasMoved && !isLostRace(conflict)) throw refusalOf(conflict);
      await pause(attempt, deps.random(1)[0] ?? 0);
    }
    throw new Refusal(
      'busy',
      'Too many others are writing to this trial at this moment. Nothing was written; try again.',
    );
  });
}

type Head = Awaited<ReturnType<Deps['store']['read']['ledgerHead']>>;

async function answerGiven<Reply>(deps: Deps, { account, idempotencyKey, requestHash }: Request) {
  const given = await deps.store.read.answerGiven(account.id, idempotencyKey);
  if (given === undefined) return undefined;
  if (given.requestHash !== requestHash) {
    throw new Refusal(
      'idempotency-key-reused',
      'This Idempotency-Key was used before for another request. Use a new key for a new request.',
    );
  }
  // The stored body is what this very act answered the first time.
  return { status: given.status, reply: JSON.parse(given.body) as Reply };
}

async function commit<Reply>(
  deps: Deps,
  request: Request,
  slug: string,
  decision: Decision<Reply>,
  now: string,
  head: Head,
): Promise<Conflict | undefined> {
  const { account, idempotencyKey: key, requestHash } = request;
  const { entries, salts } = chainOf(deps, slug, account.id, decision.notes, now, head);
  const answer = {
    account: account.id,
    key,
    requestHash,
    status: decision.status,
    body: JSON.stringify(decision.reply),
    at: now,
  };
  const result = await deps.store.commit([
    ...decision.appends,
    { into: 'ledgerEntry', rows: entries },
    { into: 'ledgerSalt', rows: salts },
    ...(decision.linked?.(entries) ?? []),
    { into: 'idempotency', rows: [answer] },
  ]);
  return result.ok ? undefined : result.conflict;
}

/** Ledger rows for these notes, linked to the head that the act saw, each with its salt. */
function chainOf(
  deps: Deps,
  slug: string,
  actor: string,
  notes: readonly LedgerNote[],
  at: string,
  head: Head,
): { readonly entries: readonly LedgerEntry[]; readonly salts: readonly NewRow<'ledgerSalt'>[] } {
  let seq = (head?.seq ?? -1) + 1;
  let previousHash = head?.hash ?? genesisHash;
  const entries: LedgerEntry[] = [];
  const salts: NewRow<'ledgerSalt'>[] = [];
  for (const { act, subject, payload } of notes) {
    const salt = bytesToHex(deps.random(16));
    const entry = { trial: slug, seq, at, actor, act, subject, payloadHash: payloadHash(salt, payload), previousHash };
    const hash = entryHash(entry);
    entries.push({ ...entry, hash });
    salts.push({ trial: slug, seq, salt });
    previousHash = hash;
    seq += 1;
  }
  return { entries, salts };
}

/** Waits a little longer after each lost race (at most 50 ms), spread by chance so that writers do not march in step. */
function pause(attempt: number, chance: number): Promise<void> {
  const milliseconds = Math.min(50, 1 + attempt) * (chance / 255);
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
