/**
 * Whom a record may be about: people of this trial on a list of the account's own borough, each named once, who have not left
 * the trial. Somebody of another borough is answered as somebody whom the trial does not know.
 */
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';
import { seesBorough } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { sharesOf } from '../trial/counts.ts';
import type { Protocol } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';

type Named = { readonly trial_id: string };

/** Refuses rows that name nobody of this trial and borough, or somebody a second time; the path names the row. */
export async function refuseStrangers(
  deps: Deps,
  account: Account,
  trial: string,
  rows: readonly Named[],
): Promise<void> {
  const visible = await visibleAmong(
    deps,
    account,
    trial,
    rows.map(({ trial_id }) => trial_id),
  );
  const seen = new Set<string>();
  refuse(rows, ({ trial_id }) => {
    const isRepeat = seen.has(trial_id);
    seen.add(trial_id);
    if (!visible.has(trial_id)) return 'nobody in this trial and borough has this id';
    return isRepeat ? 'named twice' : null;
  });
}

/** Refuses rows about people who have left the trial: nothing more is recorded about them. */
export async function refuseWithdrawn(deps: Deps, rows: readonly Named[]): Promise<void> {
  const withdrawn = await deps.store.read.withdrawnAmong(rows.map(({ trial_id }) => trial_id));
  refuse(rows, ({ trial_id }) =>
    withdrawn.has(trial_id) ? 'this person has left the trial: nothing more is recorded about them' : null,
  );
}

/** Refuses `not-permitted` where this borough's agreement lets nothing of its register about one person leave. */
export function refusePeople(protocol: Protocol, { borough }: Account): void {
  if (sharesOf(protocol, borough) === 'people') return;
  throw new Refusal(
    'not-permitted',
    'The protocol says that this borough gives only counts of its register: nothing about one person is taken.',
  );
}

/** The ids among these that belong to the trial and to a ceremony this account may know of. */
export async function visibleAmong(
  deps: Deps,
  account: Account,
  trial: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = await deps.store.read.attendeesById(trial, ids);
  const homes = new Map(known.map((person) => [person.attendee.id, homeOf(person)]));
  const ceremonies = await deps.store.read.ceremoniesById([...new Set(homes.values())]);
  const own = new Set(ceremonies.filter(({ borough }) => seesBorough(account, borough)).map(({ id }) => id));
  return new Set([...homes].filter(([, home]) => own.has(home)).map(([id]) => id));
}

type Known = Awaited<ReturnType<Deps['store']['read']['attendeesById']>>[number];

/** The ceremony a person belongs to: as randomised, as joined, or as booked. */
export function homeOf({ attendee, randomisedIn, bookedInto, joined }: Known): string {
  const home = randomisedIn ?? joined ?? bookedInto;
  if (home === null) throw new Error(`${attendee.id} belongs to no ceremony.`);
  return home;
}

function refuse(rows: readonly Named[], whyNot: (row: Named) => string | null): void {
  const problems = rows.flatMap((row, index): readonly Problem[] => {
    const message = whyNot(row);
    return message === null ? [] : [{ path: `rows[${index}].trial_id`, message }];
  });
  if (problems.length > 0) throw new InputRefused(problems);
}
