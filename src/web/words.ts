/**
 * The words pages share for things the service knows by code: states of a trial, units, schemes, options of a plan; and how
 * dates and times read, in GOV.UK style.
 */
import type { TrialStatus } from '../trial/lifecycle.ts';
import type { Protocol } from '../trial/protocol.ts';

export type Tag = { readonly text: string; readonly classes: string };

const statusTags: Readonly<Record<TrialStatus, Tag>> = {
  draft: { text: 'Draft', classes: 'govuk-tag--grey' },
  locked: { text: 'Locked', classes: 'govuk-tag--blue' },
  baseline: { text: 'Baseline', classes: 'govuk-tag--blue' },
  open: { text: 'Open', classes: 'govuk-tag--green' },
  paused: { text: 'Paused', classes: 'govuk-tag--yellow' },
  closed: { text: 'Closed', classes: 'govuk-tag--orange' },
  analysed: { text: 'Analysed', classes: 'govuk-tag--purple' },
  'seed-published': { text: 'Seed published', classes: 'govuk-tag--purple' },
  released: { text: 'Released', classes: 'govuk-tag--teal' },
};

const statusMeanings: Readonly<Record<TrialStatus, string>> = {
  draft: 'The protocol can still change. Nobody has been allocated.',
  locked: 'The protocol and the analysis plan are fixed, and the seed of the draw is committed to.',
  baseline: 'Ceremonies run as usual and outcomes are recorded. No arms are drawn yet.',
  open: 'Boroughs are enrolling people, closing lists and delivering the arms.',
  paused: 'No new lists are closed until the trial resumes.',
  closed: 'No more data is accepted. The data is frozen.',
  analysed: 'The locked analysis has run.',
  'seed-published': 'The locked analysis has run and the seed is public: anyone can repeat the draw.',
  released: 'The figures have been released.',
};

export const statusTag = (status: TrialStatus): Tag => statusTags[status];
export const statusMeaning = (status: TrialStatus): string => statusMeanings[status];

export const unitWords: Readonly<Record<Protocol['unit'], string>> = {
  ceremony: 'Whole ceremonies: everyone at a ceremony gets the same arm',
  household: 'Households: everyone in a household gets the same arm',
  attendee: 'People, one by one; everyone in a household gets the same arm',
};

/** With its first letter as a capital. */
export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "group_size" reads "Group size". */
export const sentenceCase = (code: string): string => capitalise(code.replaceAll(/[-_]/g, ' '));

/** How the draw is made, in a sentence. */
export function schemeWords(scheme: Protocol['scheme']): string {
  switch (scheme.kind) {
    case 'simple':
      return 'Each unit by itself, like a coin';
    case 'complete':
      return 'One closed list for the whole trial, drawn at once';
    case 'cohort':
      return 'Each closed list drawn at once';
    case 'blocks':
      return `Permuted blocks of ${scheme.blockSizes.join(' or ')}`;
    case 'big-stick':
      return `Every arm equally likely, until one is ${scheme.limit} ahead of another in its stratum (big stick)`;
    case 'minimisation': {
      const names = listed(scheme.factors.map(({ name }) => name));
      const chance =
        scheme.randomShare === 0 ? 'without a random share' : `${percent(scheme.randomShare)} by the ratio alone`;
      return `The arm that leaves the least imbalance in ${names}, ${chance} (minimisation)`;
    }
    case 'rerandomised': {
      const names = listed(scheme.covariates.map(({ column }) => column));
      const criterion = scheme.criterion === 'mahalanobis' ? 'Mahalanobis distance' : 'standardised difference';
      return `One closed list, drawn again until ${names} are balanced (rerandomised: ${criterion} at most ${scheme.threshold})`;
    }
  }
}

/** "borough, weekday and hall". */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** "20%", "12.5%": as many digits as the share has, up to six. */
const percent = (share: number): string => `${Number((100 * share).toFixed(6))}%`;

/** How several comparisons are allowed for. */
export function multiplicityWords(multiplicity: Protocol['analysis']['multiplicity']): string {
  return multiplicity === undefined
    ? 'No adjustment'
    : `${sentenceCase(multiplicity.method)}, across ${multiplicity.across}`;
}

/** The options of an estimator as the plan gives them: "errors: CR1S, adjust: none". Empty lists are left out. */
export function optionWords(options: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined && !isEmptyList(value));
  const print = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return given.length === 0 ? 'None' : given.map(([name, value]) => `${name}: ${print(value)}`).join(', ');
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const longDate = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long' });
const isoDate = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/** An instant as a London date: "3 March 2026". */
export const dateOf = (instant: string | Date): string => longDate.format(new Date(instant));

const londonTime = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });

/** The London time of an instant: "2:30pm". */
export const clockOf = (instant: string): string => clockTime(londonTime.format(new Date(instant)));

/** The London date of an instant as YYYY-MM-DD. */
export const londonDay = (instant: Date): string => isoDate.format(instant);

/** A calendar date, YYYY-MM-DD, as "Tuesday 3 March 2026". */
export function dayInFull(date: string): string {
  const noon = new Date(`${date}T12:00:00Z`);
  return `${weekday.format(noon)} ${longDate.format(noon)}`;
}

/** Dates in a sentence of the rules, as people read them. */
export function datesInFull(sentence: string): string {
  return sentence.replaceAll(/\d{4}-\d{2}-\d{2}/g, (date) => dayInFull(date));
}

/** "14:30" as "2:30pm", "12:00" as "midday". */
export function clockTime(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  if (minutes === 0 && hours === 12) return 'midday';
  if (minutes === 0 && hours === 0) return 'midnight';
  const tail = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  return `${hours % 12 || 12}${tail}${hours < 12 ? 'am' : 'pm'}`;
}

/** "1 person", "25 people". */
export const people = (count: number): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? 'person' : 'people'}`;
