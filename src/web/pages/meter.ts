/**
 * The predictability meter in words, bars and tables: how far somebody who counts the arms can guess, beside chance, and how
 * even the arms come out. Nothing here is worked out but how a figure is printed.
 */
import type { Meter } from '../../actions/judge-draw.ts';
import { assumedBorough } from '../../trial/assumed-people.ts';
import type { Protocol } from '../../trial/protocol.ts';
import { unitPlurals } from '../../trial/unit.ts';
import { type Cell, cell, numberCell } from '../rows.ts';
import { capitalise } from '../words.ts';

/** One bar of a chart whose words say all that its length does; `width` in 0-100. */
export type Bar = { readonly label: string; readonly width: string };

export type Table = {
  readonly caption: string;
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
};

export type MeterModel = {
  /** The finding in one sentence. */
  readonly finding: string;
  readonly explanations: readonly string[];
  readonly bars: readonly Bar[];
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
};

export function meterModel(meter: Meter, protocol: Protocol): MeterModel {
  const units = unitPlurals[protocol.unit];
  if (meter.kind === 'too-large') {
    return {
      finding: `This trial is expected to hold ${whole(meter.units)} ${units}, too many to be simulated on a page.`,
      explanations: [],
      bars: [],
      tables: [expectedTable(protocol)],
      notes: [],
    };
  }
  const { guessedRight, lists, redraws } = meter;
  return {
    finding: findingOf(guessedRight),
    explanations: [
      `Who guesses knows the arm of every ${protocol.unit} on the lists before, and each time names the arm that is furthest behind its share (ties by chance).`,
      `The figure comes from ${whole(lists * redraws)} simulated trials: ${lists} sets of lists of the sizes expected, each drawn ${redraws} times. ${errorWords(guessedRight.standardError)}`,
    ],
    bars: [
      bar('Guessed right by counting the arms', guessedRight.share),
      bar('Guessed right by chance', guessedRight.chance),
    ],
    tables: [evennessTable(meter, protocol), armTable(meter, units), expectedTable(protocol)],
    notes: meter.notes.map((note) => `${capitalise(note)}.`),
  };
}

type Simulated = Extract<Meter, { kind: 'simulated' }>;

function findingOf({ share, chance }: Simulated['guessedRight']): string {
  const guesser = `Somebody who counts the arms so far guesses ${inHundred(share)} of every 100 right`;
  return inHundred(share) === inHundred(chance)
    ? `${guesser}, which is no better than chance.`
    : `${guesser}; ${inHundred(chance)} would be chance.`;
}

/** Two standard errors, in arms of every 100. */
function errorWords(standardError: number): string {
  const error = 200 * standardError;
  const size = error < 0.1 ? 'less than 0.1' : `about ${error.toFixed(1)}`;
  return `The share guessed right is uncertain by ${size} in 100 either way (two standard errors).`;
}

function evennessTable({ imbalance, leftOver, units, strata }: Simulated, protocol: Protocol): Table {
  const plural = unitPlurals[protocol.unit];
  const rows: readonly (readonly [string, { readonly mean: number; readonly worst: number }])[] = [
    ['Furthest an arm is from its share, over the whole trial', imbalance.overall],
    ['The same within one stratum', imbalance.perStratum],
    ...leftOverRow(protocol, leftOver),
  ];
  return {
    caption: `How even the arms come out, counted in ${plural} (${figure(units)} in ${figure(strata.mean)} strata on average)`,
    head: [cell('What is counted'), numberCell('On average'), numberCell('At worst')],
    rows: rows.map(([name, { mean, worst }]) => [cell(name), numberCell(figure(mean)), numberCell(figure(worst))]),
  };
}

/** What a scheme leaves over, where it is one that can. */
function leftOverRow({ scheme }: Protocol, leftOver: Simulated['leftOver']) {
  switch (scheme.kind) {
    case 'blocks':
      return [['Places left over: in blocks that are begun and not filled', leftOver] as const];
    case 'complete':
    case 'cohort':
    case 'rerandomised':
      return [['Left over: on lists that are no whole multiple of the ratio', leftOver] as const];
    default:
      return [];
  }
}

function armTable({ arms }: Simulated, units: string): Table {
  return {
    caption: `${capitalise(units)} in each arm`,
    head: [cell('Arm'), numberCell('On average'), numberCell('At the fewest')],
    rows: arms.map(({ arm, mean, fewest }) => [cell(arm), numberCell(figure(mean)), numberCell(figure(fewest))]),
  };
}

function expectedTable({ boroughs }: Protocol): Table {
  return {
    caption: 'What each borough is expected to hold',
    head: [cell('Borough'), numberCell('Ceremonies'), numberCell('People at each (variation)')],
    rows: boroughs.map(({ name, expected }) => {
      const { ceremonies, people, peopleVariation } = expected ?? assumedBorough;
      return [
        cell(expected === null ? `${name} (assumed)` : name),
        numberCell(whole(ceremonies)),
        numberCell(`${figure(people)} (${peopleVariation})`),
      ];
    }),
  };
}

const bar = (label: string, share: number): Bar => ({
  label: `${label}: ${(100 * share).toFixed(1)} of 100`,
  width: (100 * share).toFixed(1),
});

const inHundred = (share: number): string => (100 * share).toFixed(0);
const whole = (count: number): string => Math.round(count).toLocaleString('en-GB');
const figure = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
