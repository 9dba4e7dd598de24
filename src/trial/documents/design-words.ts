/** The design of a trial in sentences that several documents share: who, where, which arms, how chance decides, who knows the arm. */
import { boroughName } from '../boroughs.ts';
import type { Arm, Protocol } from '../protocol-schema.ts';
import { sharesArm, unitPlurals } from '../unit.ts';

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** At most two decimals, and none that is zero. */
export const tidy = (value: number): string => String(Number(value.toFixed(2)));

export const percent = (share: number): string => `${tidy(100 * share)}%`;
export const points = (share: number): string =>
  `${tidy(100 * share)} percentage point${Math.abs(share) === 0.01 ? '' : 's'}`;

const counted = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
export const countWords = (count: number): string => counted[count] ?? String(count);

/** Words of the declaration as a sentence: with a full stop where they have none. */
export const sentence = (words: string): string => (/[.!?]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`);

export const boroughNames = ({ boroughs }: Protocol): readonly string[] =>
  boroughs.map(({ code, name }) => name || (boroughName(code) ?? code));

export function designWords({ arms, unit, contrasts, stoppedArms }: Protocol): string {
  const ratio = arms.map((arm) => arm.ratio).join(':');
  const isFactorial = arms.some(({ cell }) => cell !== null);
  const stopped = stoppedArms.length === 0 ? '' : ` No more are drawn to ${listed(stoppedArms)}.`;
  return (
    `A ${isFactorial ? 'factorial ' : ''}randomised trial with ${countWords(arms.length)} parallel arms (${listed(arms.map(({ name }) => name))}) in the ratio ${ratio}. ` +
    `${unitWords(unit)} Comparisons are of superiority, with tests of two sides: ${listed(contrasts.map(([one, other]) => `${one} against ${other}`))}.${stopped}`
  );
}

export function unitWords(unit: Protocol['unit']): string {
  switch (unit) {
    case 'ceremony':
      return 'Whole ceremonies are randomised: everybody at one ceremony is in the same arm.';
    case 'household':
      return 'Households are randomised: everybody in one household is in the same arm.';
    case 'attendee':
      return 'People are randomised one by one; whoever belongs to the household of somebody already drawn is in the same arm.';
  }
}

export function populationWords(protocol: Protocol): string {
  const { eligibility } = protocol;
  const where = `at ${eligibility.ceremonyKind} citizenship ceremonies${eligibility.inPerson ? ' held in person' : ''}`;
  return `Adults who become British citizens ${where} in ${listed(boroughNames(protocol))}. Nobody under 18 takes part.`;
}

export function schemeSentence({ scheme, strata, unit, arms }: Protocol): string {
  const units = unitPlurals[unit];
  const ratio = arms.map((arm) => arm.ratio).join(':');
  const within = strata.length === 0 ? '' : ` Strata: ${listed(strata.map(plainName))}.`;
  switch (scheme.kind) {
    case 'simple':
      return `Simple randomisation: each of the ${units} by itself, in the ratio ${ratio}.${within}`;
    case 'complete':
      return `Complete randomisation of one closed list of the whole trial, in the ratio ${ratio}.${within}`;
    case 'cohort':
      return `Restricted randomisation: each closed list is drawn at once, in the ratio ${ratio}.${within}`;
    case 'blocks':
      return `Restricted randomisation by permuted blocks of ${listed(scheme.blockSizes.map(String))} ${units}${scheme.blockSizes.length > 1 ? ', the size of each block drawn at random' : ''}.${within}`;
    case 'big-stick':
      return `A biased coin by Soares and Wu's big stick: arms are equally likely until one is ${scheme.limit} ahead within its stratum.${within}`;
    case 'minimisation':
      return `Minimisation after Pocock and Simon over ${listed(scheme.factors.map(({ name, weight }) => `${plainName(name)} (weight ${weight})`))}, by ${scheme.imbalance === 'range' ? 'the range' : 'the variance'}; a share of ${percent(scheme.randomShare)} is drawn by the ratio alone.${within}`;
    case 'rerandomised':
      return `Rerandomisation after Morgan and Rubin: one closed list is drawn again until ${listed(scheme.covariates.map(({ column }) => plainName(column)))} are balanced (${scheme.criterion === 'mahalanobis' ? 'Mahalanobis distance' : 'standardised difference'} of at most ${scheme.threshold}, at most ${scheme.maximumTries} tries).${within}`;
  }
}

export function seedWords({ beacon }: Protocol): string {
  const chance =
    beacon === null
      ? 'No public randomness is mixed in.'
      : `The output of ${beacon.source}, round ${beacon.round}, which nobody knows at the lock, is mixed in.`;
  return (
    'The sequence is drawn by the service from a secret seed of 256 random bits. A commitment to the seed (its SHA-256) is published when the protocol is locked, and the seed itself after ' +
    `the locked analysis has run, so that anybody can repeat every draw. ${chance}`
  );
}

export function concealmentWords({ unit, leadTimeWorkingDays }: Protocol): string {
  const days = leadTimeWorkingDays === 1 ? 'one working day' : `${countWords(leadTimeWorkingDays)} working days`;
  return (
    `An arm does not exist before the list of a ceremony is closed; then it is drawn and sealed. The borough sees the arms of its own ceremonies from ${days} before the day, and each look is on record. ` +
    `What is concealed is the arm of the ${unit}. Whoever joins later is counted and not drawn anew.`
  );
}

/** One arm as TIDieR has it; items nobody has written are told apart by name. */
export function armWords({ name, delivered, description }: Arm): {
  readonly said: readonly string[];
  readonly missing: readonly string[];
} {
  const items = [
    ['Why', description.why],
    ['Materials', description.materials],
    ['Procedures', description.procedures],
    ['Who provides it', description.whoProvides],
    ['How', description.how],
    ['Where', description.where],
    ['When and how much', description.whenAndHowMuch],
    ['Tailoring', description.tailoring],
    ['How well it is planned to be delivered', description.howWellPlanned],
  ] as const;
  return {
    said: [
      `${name}: ${sentence(description.briefName)} Delivered ${delivered === 'in-room' ? 'to the whole room' : 'to each person'}.`,
      ...items.flatMap(([topic, words]) => (words === null ? [] : [`${topic} (${name}): ${sentence(words)}`])),
    ],
    missing: items.flatMap(([topic, words]) => (words === null ? [`${topic.toLowerCase()} (${name})`] : [])),
  };
}

/** "group_size" reads "group size". */
export const plainName = (code: string): string => code.replaceAll(/[-_]/g, ' ');

/** Who shares an arm is what errors are clustered by. */
export const clusterName = ({ unit }: Protocol): string => unitPlurals[sharesArm(unit)];
