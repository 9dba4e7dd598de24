/**
 * Registers the hashes of follow-up codes that a borough's machine made for the people of a ceremony, so that cards open something.
 * The same code registered again is known already; a person whose card was lost gets the next version, and the old one opens
 * nothing more. A card lasts until well after the outcomes are in.
 */

import { z } from 'zod';
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';
import type { CodeKeeper } from '../access/code-keeper.ts';
import { requirePermission } from '../access/permissions.ts';
import { addDays } from '../trial/calendar.ts';
import { running } from '../trial/lifecycle.ts';
import type { Protocol } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadCeremony, loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';
import { everybodyAt } from './read-run-sheet.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits');

export const codeRowSchema = z.strictObject({
  reference_hash: hash.describe('The person'),
  version: z.int().min(1).max(99).describe('1 for the first card, one more after a loss'),
  code_hash: hash.describe('SHA-256 of "follow-up-code|" and the code'),
  link_hash: hash.describe('SHA-256 of "follow-up-link|" and the token'),
});
export const registerCodesSchema = z.strictObject({ codes: z.array(codeRowSchema).min(1).max(5_000) });

export type CodeRow = z.infer<typeof codeRowSchema>;

/** How long a card opens its page after the last day of the longest outcome window: registers are published late. */
const daysAfterWindows = 90;

/** Refuses `no-key`, `already-exists` where a code is another person's (which chance makes next to impossible). */
export async function registerCodes(deps: Deps, request: Request, ceremonyId: string, rows: readonly CodeRow[]) {
  requirePermission(request.account, 'register-codes');
  const { trial: slug } = await loadCeremony(deps, request.account, ceremonyId);
  const keeper = requireKeeper(deps);
  return perform(deps, request, slug, async (now) => {
    const ceremony = await loadCeremony(deps, request.account, ceremonyId);
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, running, 'Registering follow-up codes');
    const people = (await everybodyAt(deps, ceremonyId)).map(({ attendee }) => attendee);
    const ids = people.map(({ id }) => id);
    const [known, left] = await Promise.all([deps.store.read.codesOf(ids), deps.store.read.withdrawnAmong(ids)]);
    const idOf = new Map(people.map(({ id, referenceHash }) => [referenceHash, id]));
    const newest = new Map(known.map((code) => [code.attendee, code]));
    const problems: Problem[] = [];
    const made = rows.flatMap((row, index) => {
      const attendee = idOf.get(row.reference_hash);
      const why = whyNot(attendee, left, rows, index);
      if (why !== null || attendee === undefined) {
        problems.push({ path: `codes[${index}].reference_hash`, message: why ?? 'nobody' });
        return [];
      }
      const code = { codeHash: keeper.codeHash(row.code_hash), linkHash: row.link_hash };
      const before = newest.get(attendee);
      if (before?.version === row.version) {
        if (before.codeHash === code.codeHash && before.linkHash === code.linkHash) return [];
        problems.push({ path: `codes[${index}].link_hash`, message: otherKey });
        return [];
      }
      const next = (before?.version ?? 0) + 1;
      if (row.version !== next) {
        problems.push({ path: `codes[${index}].version`, message: `the next version of this person is ${next}` });
        return [];
      }
      const expiresOn = lastDayOf(trial.protocol, ceremony.heldOn);
      return [{ attendee, version: next, trial: slug, ...code, expiresOn, at: now, actor: request.account.id }];
    });
    if (problems.length > 0) throw new InputRefused(problems);
    return {
      status: 201,
      reply: { ceremony: ceremonyId, registered: made.length, known: rows.length - made.length },
      appends: [{ into: 'followUpCode', rows: made }],
      notes: [{ act: 'register-codes', subject: ceremonyId, payload: { codes: rows } }],
    };
  });
}

const otherKey = 'another code of this version is registered: it was made with another linkage key';

function whyNot(
  attendee: string | undefined,
  left: ReadonlySet<string>,
  rows: readonly CodeRow[],
  index: number,
): string | null {
  if (attendee === undefined) return 'nobody at this ceremony has this reference hash';
  if (left.has(attendee)) return 'this person has left the trial';
  return rows.findIndex(({ reference_hash }) => reference_hash === rows[index]?.reference_hash) < index
    ? 'named twice'
    : null;
}

function lastDayOf({ outcomes }: Protocol, heldOn: string): string {
  return addDays(heldOn, Math.max(...outcomes.map(({ windowDays }) => windowDays)) + daysAfterWindows);
}

/** Refuses `no-key`. */
export function requireKeeper({ codes }: Deps): CodeKeeper {
  if (codes === null) throw new Refusal('no-key', 'This service has no key, so that it can keep no follow-up codes.');
  return codes;
}
