/** The glossary page: a registrar's word and a statistician's word for the same thing, with what Pledge means by both. */
import type { Page } from '../render.ts';
import { type Cell, cell } from '../rows.ts';

export type GlossaryModel = { readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] };

const entries: readonly (readonly [registrar: string, statistician: string, meaning: string])[] = [
  ['Ceremony', 'Cluster', 'One session in one room. In most trials everyone in the room gets the same arm.'],
  ['Borough', 'Stratum, site', 'The draw is balanced within each borough, so that boroughs can differ without harm.'],
  ['Group that is balanced by itself', 'Stratum', 'The arms are kept even within each, such as one borough.'],
  ['Family, household', 'Household (cluster)', 'People on one lead case reference. They share an arm.'],
  ['Attendee', 'Individual', 'A new citizen on a list. Pledge holds no name, address or date of birth.'],
  ['List', 'Enrolled cohort', 'Who is booked into a ceremony.'],
  [
    'Close the list',
    'End of enrolment',
    'No more bookings. The draw is made at this moment, for everyone on the list.',
  ],
  ['Kind of ceremony, kind of pack', 'Arm', 'One of the things being compared.'],
  ['The usual way', 'Reference arm, control', 'What happens today, compared with each new way.'],
  ['Draw', 'Random allocation', 'Which arm a ceremony or household gets, decided by chance and never by a person.'],
  [
    'Place in the order',
    'Slot, position',
    'Each unit drawn takes the next one of its stratum. It is never used again.',
  ],
  [
    'Unseal',
    'End of allocation concealment',
    'A borough sees the arms of its own ceremonies, a few working days ahead.',
  ],
  ['Came, did not come', 'Attendance', 'Who came. People stay counted in the ceremony they were drawn with.'],
  ['Rebooked', 'Cross-over, non-compliance', 'Came to another ceremony than the one drawn. Counted where drawn.'],
  ['Left the list', 'Post-randomisation exclusion', 'No longer due a ceremony. Counted, with a neutral reason.'],
  [
    'Came after the list closed',
    'Late joiner, walk-in',
    'Shares the arm of the room or household, if it has one. Counted, and left out of the main analysis.',
  ],
  ['Objected', 'Withdrawal', 'Asked to be left out. The draw stays on record; what else is kept follows the request.'],
  ['Registered within 90 days', 'Primary outcome with a fixed window', 'What the trial sets out to change.'],
  ['Matching', 'Outcome ascertainment', 'Done inside the borough. Only a code and an outcome leave it.'],
  ['Rule book of the trial', 'Protocol and statistical analysis plan', 'Written down and locked before the draw.'],
  ['Lock', 'Pre-registration', 'The protocol can no longer change unnoticed: its hash is public.'],
  ['Change to the rules', 'Amendment', 'A new version with its own hash and a reason. Old draws keep their version.'],
  ['Seed', 'Random seed', 'The secret number behind every draw. Published after the locked analysis.'],
  ['Sealed envelope', 'Commitment', 'A hash of the seed, public from the lock on. It shows the seed was not swapped.'],
  [
    'Public dice',
    'Beacon',
    'Public random numbers from after the lock, mixed into the draw so that nobody could pick a seed.',
  ],
  [
    'Proof of the draw',
    'Receipt',
    'Says which arm was drawn and when. Anyone can check later that it was not changed.',
  ],
  ['Logbook', 'Audit trail, ledger', 'Every act of a trial in order, each entry tied to the one before.'],
  ['Result', 'Locked analysis', 'The analysis that was written down beforehand. Any other is called exploratory.'],
  ['Release', 'Disclosure-controlled output', 'Figures leave for the GLA or the public, with small numbers protected.'],
];

export function glossaryPage(): Page {
  return {
    view: 'glossary',
    title: 'Glossary',
    isTraining: false,
    model: {
      head: ['In the register office', 'In a paper', 'What Pledge means'].map(cell),
      rows: entries.map((entry) => entry.map(cell)),
    },
  };
}
