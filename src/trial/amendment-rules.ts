/**
 * What an amendment may change of a locked protocol, place by place. Whatever the draw is made from was fixed when the commitment
 * to the seed was published, and allocations stand on it; what has been used in the meantime is fixed from then on; and nobody
 * changes what is analysed once they can know how it comes out (ICH E9, 5.1; CONSORT 2025, item 10: important changes
 * after the trial began, with reasons).
 */
import type { DocumentChange } from './document-changes.ts';

export const weights = ['minor', 'major'] as const;
export type Weight = (typeof weights)[number];

/** What can have happened in a trial that fixes more than the lock did. */
export const fixings = ['ceremonies', 'opened', 'records', 'results', 'reminders', 'outcomes-seen'] as const;
export type Fixing = (typeof fixings)[number];

/** When, and why, a place cannot be changed: `always` from the lock on. */
export type Fixed = { readonly since: 'always' | Fixing; readonly why: string };

export type PlaceRule = { readonly weight: Weight; readonly fixed: readonly Fixed[] };

const always = (why: string): PlaceRule => ({ weight: 'major', fixed: [{ since: 'always', why }] });
const major = (...fixed: readonly Fixed[]): PlaceRule => ({ weight: 'major', fixed });
const minor: PlaceRule = { weight: 'minor', fixed: [] };

const drawn = always('the arms are drawn from this, and the commitment to the draw is published');
const analysed: Fixed = {
  since: 'outcomes-seen',
  why: 'somebody has read outcomes by arm: any other analysis is exploratory and is labelled so',
};
const recorded: Fixed = { since: 'records', why: 'this outcome has been recorded of somebody' };

/** The rule of one change. A place that is not named here cannot be changed. */
export function ruleOf({ names, kind }: DocumentChange): PlaceRule {
  const [part = '', , member] = names;
  switch (part) {
    case 'title':
    case 'governance':
      return minor;
    case 'question':
    case 'eligibility':
      return major();
    case 'boroughs':
      return boroughRule(names, kind);
    case 'arms':
      return member === 'description' ? major() : drawn;
    case 'unit':
    case 'scheme':
    case 'strata':
    case 'beacon':
    case 'seed':
      return drawn;
    case 'stoppedArms':
      return always('an arm is stopped by an act of its own, at once');
    case 'disclosure':
      return always('counts can have left under it, and two roundings of one count give away more than each');
    case 'baseline':
      return major({ since: 'opened', why: 'the baseline phase is over' });
    case 'leadTimeWorkingDays':
      return major({
        since: 'ceremonies',
        why: 'ceremonies stand in the trial with the day from which they are unsealed',
      });
    case 'outcomes':
      return outcomeRule(names, kind);
    case 'lateJoiners':
    case 'contrasts':
    case 'analysis':
    case 'smallestEffectOfInterest':
      return major(analysed);
    case 'attendeePage':
      return major();
    case 'reminders':
      return member === undefined && (names[1] === 'wording' || names[1] === 'hash')
        ? major()
        : major({ since: 'reminders', why: 'messages have been made by these days' });
    default:
      return always('it is the name and format by which receipts and the ledger know the trial');
  }
}

function boroughRule(names: readonly string[], kind: DocumentChange['kind']): PlaceRule {
  const [, , member] = names;
  if (member === 'shares')
    return major({ since: 'results', why: 'outcomes have been recorded in the form it says' }, analysed);
  if (member === 'name' || member === 'expected' || kind === 'reordered') return minor;
  return kind === 'added' && names.length === 2
    ? major()
    : always('a borough’s ceremonies, agreements and people stand in the trial');
}

function outcomeRule(names: readonly string[], kind: DocumentChange['kind']): PlaceRule {
  const isGone = kind === 'removed' && names.length <= 2;
  return isGone || names[2] === 'kind' ? major(recorded, analysed) : major(analysed);
}
