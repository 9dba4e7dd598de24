/**
 * What a ceremony's list looks like before anybody has seen one: used to simulate a draw before the lock and to make up the
 * people of the demo. "Ours" means that nothing was found published and the figure was chosen to be plausible.
 */
type Assumed<T> = { readonly value: T; readonly source: string };

const ours = 'ours: nothing published was found';

/** What a borough holds where the protocol declares nothing: the half-year of the power table for this platform. */
export const assumedBorough = { ceremonies: 26, people: 25, peopleVariation: 0.4 } as const;

export const assumedPeople = {
  householdSizes: {
    value: [
      [1, 0.84],
      [2, 0.12],
      [3, 0.03],
      [4, 0.01],
    ],
    source:
      'ours: share of households by people on one list; the Home Office list groups them by a lead case identifier',
  },
  ageBands: {
    value: [
      ['18-24', 0.12],
      ['25-34', 0.3],
      ['35-44', 0.3],
      ['45-54', 0.15],
      ['55-64', 0.07],
      ['65-plus', 0.04],
      ['unknown', 0.02],
    ],
    source: ours,
  },
  priorFranchises: {
    value: [
      ['none', 0.55],
      ['local_only', 0.15],
      ['parliamentary', 0.25],
      ['unknown', 0.05],
    ],
    source: 'ours; Commonwealth and Irish citizens could vote before, some European citizens in local elections',
  },
  registeredAtBaseline: {
    value: [
      ['no', 0.7],
      ['unknown', 0.3],
    ],
    source: 'ours: nobody is taken to be registered before',
  },
} as const satisfies Readonly<Record<string, Assumed<readonly (readonly [string | number, number])[]>>>;
