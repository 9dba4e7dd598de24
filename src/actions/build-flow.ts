/**
 * The flow of people through a trial, read from its events and the data set and never typed: who was assessed, who was not drawn and
 * why, and of each arm who came, who was lost and who is analysed. The parts add up to their wholes.
 */
import type { Flow, FlowBox, FlowLine } from '../../analysis/consort/flow.ts';
import { ineligibleReasons } from '../trial/attendee-words.ts';
import { londonDate } from '../trial/calendar.ts';
import { primaryOutcome } from '../trial/protocol.ts';
import { randomisationErrorKinds, randomisationErrorWords } from '../trial/randomisation-errors.ts';
import { unitPlurals } from '../trial/unit.ts';
import type { Dataset } from './build-dataset.ts';
import { deliveryFidelity, type Fidelity } from './delivery-fidelity.ts';
import type { Deps } from './deps.ts';
import { armFlow, drawnBox, knownByArm, type Person } from './flow-arm.ts';
import { type FlowLedger, flowLedger } from './flow-counts.ts';
import type { LoadedTrial } from './load.ts';
import { countErrors } from './read-conduct.ts';

const reasonWords: Readonly<Record<(typeof ineligibleReasons)[number], string>> = {
  'under-18': 'Under 18',
  'private-ceremony': 'Private ceremony',
  'virtual-ceremony': 'Ceremony not in person',
  'left-the-list': 'Left the list',
  'not-in-borough': 'Not in the borough',
  objected: 'Objected',
  'other-rule': 'Another rule of the protocol',
};

/** The id of a count that stands outside the diagram too. */
export const boroughCount = (code: string): string => `borough/${code}`;

/** @param dataset of the trial phase, the one that is frozen */
export async function buildFlow(deps: Deps, { row, protocol }: LoadedTrial, dataset: Dataset): Promise<Flow> {
  const { read } = deps.store;
  const [everybody, came, errors, changes] = await Promise.all([
    read.peopleInFlow(row.slug),
    read.attendedOf(row.slug),
    read.randomisationErrorsOf(row.slug),
    read.changesAfterUnsealing(row.slug),
  ]);
  const ledger = flowLedger();
  const drawn = everybody.filter(isDrawn);
  const outcome = primaryOutcome(protocol);
  const known = knownByArm(dataset, outcome.name);
  const arms = protocol.arms.map(({ name }) =>
    armFlow(
      ledger,
      protocol,
      name,
      drawn.filter(({ arm }) => arm === name),
      came,
      known.get(name) ?? [],
      outcome.label,
    ),
  );
  const assessed = ledger.people('assessed', everybody);
  const randomised = drawnBox(ledger, protocol, 'randomised', 'Randomised', drawn, []);
  const excluded = excludedBox(ledger, everybody);
  ledger.sum('assessed', ['excluded', 'randomised']);
  ledger.sum(
    'randomised',
    arms.map(({ allocation }) => allocation.people),
  );
  if (randomised.units !== null)
    ledger.sum(
      randomised.units,
      arms.flatMap(({ allocation }) => (allocation.units === null ? [] : [allocation.units])),
    );
  const boroughs = protocol.boroughs.map(({ code }) =>
    ledger.people(
      boroughCount(code),
      drawn.filter(({ borough }) => borough === code),
    ),
  );
  ledger.sum('randomised', boroughs);
  const { standing } = countErrors(errors);
  const late = changes.reduce((sum, { count }) => sum + count, 0);
  return {
    format: 'pledge-flow/1',
    title: protocol.title,
    unitWords: protocol.unit === 'attendee' ? null : unitPlurals[protocol.unit],
    assessed: { title: 'Assessed for eligibility', people: assessed, units: null, lines: [] },
    excluded,
    randomised,
    arms,
    notes: [
      ...randomisationErrorKinds.map(
        (kind): FlowLine => ({
          words: randomisationErrorWords[kind],
          id: ledger.events(`error/${kind}`, standing[kind]),
        }),
      ),
      { words: 'Changes after an arm was unsealed', id: ledger.events('changed-after-unsealing', late) },
      ...deliveryNotes(ledger, await deliveryFidelity(deps, row.slug, londonDate(deps.clock().toISOString()))),
    ],
    counts: ledger.counts,
  };
}

/** Whether the arms were delivered as planned, as far as ceremonies have a log; nothing where none has. */
function deliveryNotes(ledger: FlowLedger, { logged, asPlanned }: Fidelity): readonly FlowLine[] {
  if (logged === 0) return [];
  return [
    { words: 'Ceremonies with a delivery log', id: ledger.events('delivery/logged', logged) },
    { words: 'Of these, delivered as planned', id: ledger.events('delivery/as-planned', asPlanned) },
  ];
}

function isDrawn({ isListed, isReturn, arm }: Person): boolean {
  return isListed === 1 && isReturn !== true && arm !== null;
}

/** Why each of those who were not drawn was not, each person once. */
function excludedBox(ledger: FlowLedger, everybody: readonly Person[]): FlowBox {
  const why = (person: Person): string | null => {
    if (isDrawn(person)) return null;
    if (person.isListed === 1) return 'came-back';
    if (person.lateKind !== null) return 'joined-late';
    if (person.eligible !== 'yes') return `ineligible/${person.reason ?? 'other-rule'}`;
    return person.decision === null ? 'list-never-closed' : 'left-before-draw';
  };
  const groups = Map.groupBy(everybody, why);
  const lines: readonly (readonly [string, string])[] = [
    ...ineligibleReasons.map((reason) => [`ineligible/${reason}`, reasonWords[reason]] as const),
    ['left-before-draw', 'Left before the draw'],
    ['list-never-closed', 'On a list that never closed'],
    ['joined-late', 'Joined after the list had closed'],
    ['came-back', 'Of a household drawn before'],
  ];
  const excluded = everybody.filter((person) => !isDrawn(person));
  const box: FlowBox = {
    title: 'Not randomised',
    people: ledger.people('excluded', excluded),
    units: null,
    lines: lines.map(([key, words]) => ({ words, id: ledger.people(`excluded/${key}`, groups.get(key) ?? []) })),
  };
  ledger.sum(
    'excluded',
    box.lines.map(({ id }) => id),
  );
  return box;
}
