/**
 * What a volunteer partner knows of people by the code on their card: how far each came, and when. The partner sees no person and no arm.
 * Codes are those of one trial; one that is wrong, unknown, over or somebody's who has left is answered alike, and wrong ones are counted
 * against the account that tries them. All rows are recorded, or none.
 */
import { z } from 'zod';
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { londonDate } from '../trial/calendar.ts';
import { codeHash, readCode } from '../trial/follow-up-code.ts';
import { funnelSteps } from '../trial/outcome-window.ts';
import type { Protocol } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import { countTry } from './attendee-page.ts';
import { refuseUnblinded } from './blinding.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial } from './load.ts';
import { judgeEvents } from './outcome-events.ts';
import { perform } from './perform.ts';

export const mostCodes = 500;

export const byCodeSchema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        code: z.string().max(60).describe('As it stands on the card; O is read as 0, I and L as 1'),
        step: z.enum(funnelSteps),
        date: z.iso.date().describe('The day on which it happened'),
      }),
    )
    .min(1)
    .max(mostCodes),
});

export type ByCode = z.infer<typeof byCodeSchema>;
export type RecordedByCode = { readonly recorded: number };

const slip = 'this is no code: check each letter and number on the card';
const unknown = 'no card with this code is in use';

/** Refuses `rows[i].code` and `rows[i].step` by path, `too-many-tries`, `never-blind-again`. */
export async function recordByCode(deps: Deps, request: Request, input: ByCode) {
  requirePermission(request.account, 'record-by-code');
  refuseRepeats(input);
  const found = await peopleBy(deps, request.account, input);
  const [slug] = found.map(({ trial }) => trial);
  if (slug === undefined) throw new Error('A file without rows was let through.');
  await refuseUnblinded(deps, request.account, slug, 'What became of people is recorded by those who are blind.');
  return perform<RecordedByCode>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const rows = input.rows.map(({ step, date }, index) => ({
      ...{ trial_id: found[index]?.attendee ?? '', status: 'happened' as const, step, date },
    }));
    const events = { outcome: outcomeOf(trial.protocol), source: 'partner-verified' as const, rows };
    const { append, note } = await judgeEvents(deps, trial, events, now, request.account.id);
    return { status: 201, reply: { recorded: rows.length }, appends: [append], notes: [note] };
  });
}

/** How far somebody came as a volunteer is of the outcome that the attendee's page asks for as volunteering, else of the first that partners verify. */
function outcomeOf({ attendeePage, outcomes }: Protocol): string {
  const verified = outcomes.filter(({ sources }) => sources.includes('partner-verified'));
  const chosen = verified.find(({ name }) => name === attendeePage?.asks.volunteered) ?? verified[0];
  if (chosen === undefined) throw new Refusal('wrong-status', 'This trial takes nothing from volunteer partners.');
  return chosen.name;
}

function refuseRepeats({ rows }: ByCode): void {
  const keys = rows.map(({ code, step }) => `${readCode(code) ?? code} ${step}`);
  const problems = keys.flatMap((key, index): Problem[] => {
    const first = keys.indexOf(key);
    return first === index ? [] : [{ path: `rows[${index}].step`, message: `the same as row ${first + 1}` }];
  });
  if (problems.length > 0) throw new InputRefused(problems);
}

async function peopleBy(deps: Deps, account: Account, { rows }: ByCode) {
  const { codes } = deps;
  if (codes === null) throw new Refusal('no-key', 'This service has no key, so that it can keep no follow-up codes.');
  const today = londonDate(deps.clock().toISOString());
  const read = rows.map(({ code }) => readCode(code));
  const hashes = read.map((code) => (code === null ? '' : codes.codeHash(codeHash(code))));
  // Two questions for the whole file: a Worker may ask its database a thousand at most.
  const inUse = (await deps.store.read.codesByHash(hashes)).filter(({ expiresOn }) => expiresOn >= today);
  const left = await deps.store.read.withdrawnAmong(inUse.map(({ attendee }) => attendee));
  const open = new Map(inUse.filter(({ attendee }) => !left.has(attendee)).map((row) => [row.codeHash, row]));
  const problems: Problem[] = [];
  const found: { readonly trial: string; readonly attendee: string }[] = [];
  for (const [index, hash] of hashes.entries()) {
    const path = `rows[${index}].code`;
    const row = open.get(hash);
    if (row !== undefined) found.push(row);
    else if (read[index] === null) problems.push({ path, message: slip });
    else if (await countTry(deps, `account ${account.id}`)) problems.push({ path, message: unknown });
    else throw new Refusal('too-many-tries', 'There were too many codes that are not in use. Wait 15 minutes.');
  }
  const [first] = found;
  for (const [index, { trial }] of found.entries()) {
    if (problems.length === 0 && trial !== first?.trial)
      problems.push({
        path: `rows[${index}].code`,
        message: 'this code is of another trial than the first: record them apart',
      });
  }
  if (problems.length > 0) throw new InputRefused(problems);
  return found;
}
