/** Outcomes, windows, sources and missing data in sentences that several documents share. They follow src/trial/outcome-window.ts. */
import type { Outcome, Protocol } from '../protocol-schema.ts';
import { listed } from './design-words.ts';

const sourceWords = {
  administrative: 'what the electoral register or another record of a public body shows',
  'partner-verified': 'what a partner organisation saw',
  'self-reported': 'what the person says they did',
  intention: 'what the person says they mean to do',
} as const satisfies Readonly<Record<Outcome['sources'][number], string>>;

export function outcomeWords({ label, name, primary, windowDays, sources, kind }: Outcome): string {
  const order =
    sources.length === 1
      ? `Source: ${sourceWords[sources[0] ?? 'administrative']}.`
      : `Sources in this order, of which the first that has a record decides: ${listed(sources.map((source) => sourceWords[source]))}.`;
  return (
    `${primary ? 'Primary outcome' : 'Secondary outcome'}: ${label} (${name}, ${kind}). Counted as yes where it happened from the day of the ceremony to ${windowDays} days after it, ` +
    `as no where it did not. Compared as the share of people with a yes in each arm. ${order}`
  );
}

export const primaryOutcomes = ({ outcomes }: Protocol): readonly Outcome[] =>
  outcomes.filter(({ primary }) => primary);
export const otherOutcomes = ({ outcomes }: Protocol): readonly Outcome[] => outcomes.filter(({ primary }) => !primary);

export const windowRules =
  'Windows are counted in calendar days of London from the ceremony as randomised. A "no" of the electoral register counts only from the first edition that can hold an application made on the last day of the window. ' +
  'Sources are never pooled, and an intention is never counted as a behaviour.';

export const populationRule =
  'Everybody on a closed list, in the arm that was drawn for them, whatever was delivered or attended (intention to treat). Nobody is left out after the draw but people who object to the use of their data; they are counted.';

export function missingRule({ analysis }: Protocol): string {
  const imputed =
    analysis.imputations === undefined
      ? 'People whose outcome is missing are left out of the analysis of that outcome, and their number is told by arm.'
      : `Missing values are filled in several times and the completed data sets, told apart by the column ${analysis.imputations.column}, are combined by Rubin's rules.`;
  const bounds = analysis.estimators.some(({ method }) => method === 'attrition')
    ? ' The plan tests whether outcomes are missing alike in every arm and gives bounds after Manski.'
    : ' The plan declares no bounds for what is missing.';
  return `An outcome is missing where nobody could be matched, where the day is unknown, or where no source has a record; it is never taken to be a "no". ${imputed}${bounds}`;
}

export function lateJoinerRule({ lateJoiners }: Protocol): string {
  return lateJoiners === 'counted'
    ? 'Whoever joins after a list has closed is counted and is not in the data set.'
    : 'Whoever joins after a list has closed is in the data set for analyses of sensitivity alone.';
}

/** What is asked of people and when, in the order of time. */
export function timeline({ baseline, leadTimeWorkingDays, outcomes, reminders }: Protocol): readonly string[] {
  const windows = outcomes.toSorted((a, b) => a.windowDays - b.windowDays || (a.name < b.name ? -1 : 1));
  return [
    ...(baseline === null
      ? []
      : [`Baseline: ${baseline.weeks} weeks of ceremonies as usual, with outcomes recorded and no arms.`]),
    'Enrolment: people are booked into a ceremony until its list closes; the borough adds nobody to the draw after that.',
    `Allocation: when the list closes. The arm is unsealed ${leadTimeWorkingDays} working days before the ceremony or later.`,
    'Intervention: on the day of the ceremony (day 0); attendance and delivery are recorded then.',
    ...(reminders === null
      ? []
      : [
          `Reminders, the same in every arm: ${listed(reminders.schedule.map(({ afterDays }) => `day ${afterDays}`))}${reminders.onePerHousehold ? ', one to each household' : ''}.`,
        ]),
    ...windows.map(({ label, windowDays }) => `Assessment: ${label}, up to day ${windowDays}.`),
  ];
}
