/** The flow of people through one trial and its primary table, from the files it wrote and the boroughs' own records. */
import * as z from 'zod';
import { columnOf, readTable, type Table } from '../../actions/table-file.ts';
import type { Conduct } from './conduct.ts';
import type { TrialFiles } from './exports.ts';
import type { Monitoring } from './replies.ts';

export type ArmFlow = {
  readonly arm: string;
  readonly units: number;
  readonly people: number;
  readonly attended: number;
  readonly withdrawnKept: number;
  readonly withdrawnCountOnly: number;
  readonly outcomeKnown: number;
};

export type Flow = {
  readonly enrolled: number;
  readonly ineligible: number;
  readonly ineligibleReasons: Readonly<Record<string, number>>;
  /** The phase before any arm; null where the trial has none. */
  readonly baseline: {
    readonly people: number;
    /** Share with the primary outcome; null where nothing is known. */
    readonly rate: number | null;
    readonly icc: Monitoring['baseline']['outcomes'][number]['icc'];
  } | null;
  readonly ceremonies: {
    readonly baseline: number;
    readonly drawn: number;
    readonly cancelled: number;
    readonly moved: number;
    readonly merged: number;
  };
  readonly arms: readonly ArmFlow[];
};

export type PrimaryTable = {
  readonly outcome: string;
  readonly label: string;
  readonly rates: readonly Rate[];
  readonly contrasts: readonly ContrastRow[];
};

const bound = z.union([z.number(), z.literal('Infinity'), z.literal('-Infinity')]);
const refusal = { notEstimable: z.looseObject({ reason: z.string() }) };
const rateSchema = z.union([
  z.object({
    arm: z.string(),
    n: z.number(),
    count: z.number(),
    proportion: z.number(),
    interval: z.tuple([bound, bound]),
  }),
  z.object({ arm: z.string(), ...refusal }),
]);
const contrastSchema = z.union([
  z.object({
    contrast: z.tuple([z.string(), z.string()]),
    estimate: z.number(),
    interval: z.tuple([bound, bound]),
    p: z.number(),
    pAdjusted: z.number().optional(),
    clusters: z.number().optional(),
  }),
  z.object({ contrast: z.tuple([z.string(), z.string()]), ...refusal }),
]);
const resultsSchema = z.looseObject({
  results: z.array(z.looseObject({ method: z.string(), outcome: z.string(), rows: z.array(z.unknown()).optional() })),
});

export type Rate = Readonly<z.infer<typeof rateSchema>>;
export type ContrastRow = Readonly<z.infer<typeof contrastSchema>>;

/** Throws where the service counts other people than the boroughs do. */
export async function flowOf(conduct: Conduct, { files, monitoring }: TrialFiles): Promise<Flow> {
  const { sessions, protocol } = conduct;
  const ours = sessions.filter(({ phase }) => phase === 'trial');
  const baseline = sessions.filter(({ phase }) => phase === 'baseline');
  const booked = ours.flatMap((session) => session.booked);
  const counted = monitoring.enrolled.reduce((sum, { count }) => sum + count, 0);
  if (counted !== sessions.flatMap((session) => session.booked).length) throw new Error('The lists do not add up.');
  const primary = primaryOf(protocol).name;
  const known = monitoring.baseline.outcomes.find(({ outcome }) => outcome === primary);
  const left = booked.flatMap(({ row }) => (row.reason === null ? [] : [row.reason]));
  const reasons = [...new Set(left)].toSorted();
  const happenedTo = (incident: string) => ours.filter((session) => session.incident === incident).length;
  return {
    enrolled: booked.length,
    ineligible: left.length,
    ineligibleReasons: Object.fromEntries(
      reasons.map((reason) => [reason, left.filter((one) => one === reason).length]),
    ),
    baseline:
      baseline.length === 0 || known === undefined
        ? null
        : { people: monitoring.baseline.people, rate: known.rate, icc: known.icc },
    ceremonies: {
      baseline: baseline.length,
      drawn: ours.length,
      cancelled: happenedTo('cancelled'),
      moved: happenedTo('moved'),
      merged: happenedTo('merged'),
    },
    arms: armFlows(conduct, await tableOf(files, 'allocations.csv'), await tableOf(files, 'dataset.csv'), primary),
  };
}

/** Throws where the boroughs' records and the frozen data set do not agree on how many people there are. */
function armFlows({ sessions, protocol }: Conduct, allocations: Table, dataset: Table, outcome: string) {
  const unit = valuesOf(allocations, 'unit');
  const armOf = new Map(valuesOf(allocations, 'arm').map((arm, row) => [unit[row] ?? '', arm]));
  // Nobody here is enrolled once their household has been drawn, so that whoever is on a list belongs to the primary population.
  const people = sessions.filter(({ phase }) => phase === 'trial').flatMap(({ members }) => members);
  const analysed = valuesOf(dataset, 'arm');
  const value = valuesOf(dataset, outcome);
  return protocol.arms.map(({ name }): ArmFlow => {
    const own = people.filter((person) => armOf.get(person.unit) === name);
    const withdrawnCountOnly = own.filter(({ decision }) => decision === 'count-only').length;
    const rows = analysed.flatMap((arm, row) => (arm === name ? [row] : []));
    if (rows.length !== own.length - withdrawnCountOnly) throw new Error(`The people of ${name} do not add up.`);
    return {
      arm: name,
      units: [...armOf.values()].filter((arm) => arm === name).length,
      people: own.length,
      attended: own.filter(({ cameTo }) => cameTo !== null).length,
      withdrawnKept: own.filter(({ decision }) => decision === 'keep-outcomes').length,
      withdrawnCountOnly,
      outcomeKnown: rows.filter((row) => value[row] !== '').length,
    };
  });
}

/** The primary outcome in results.json: rates by the plan's first `proportions`, contrasts by its first `linear`. */
export function primaryTableOf({ protocol }: Conduct, { files }: TrialFiles): PrimaryTable {
  const { name, label } = primaryOf(protocol);
  const { results } = resultsSchema.parse(JSON.parse(files.get('run/results.json') ?? 'null'));
  const own = results.filter(({ outcome }) => outcome === name);
  const rates = own.find(({ method }) => method === 'proportions')?.rows ?? [];
  return {
    outcome: name,
    label,
    rates: rates.map((row) => rateSchema.parse(row)),
    contrasts: own.filter(({ method }) => method === 'linear').map((row) => contrastSchema.parse(row)),
  };
}

function primaryOf({ outcomes }: Conduct['protocol']) {
  const primary = outcomes.find((outcome) => outcome.primary);
  if (primary === undefined) throw new Error('A protocol without a primary outcome was locked.');
  return primary;
}

async function tableOf(files: TrialFiles['files'], name: string): Promise<Table> {
  const text = files.get(name) ?? '';
  const header = text.slice(0, text.indexOf('\n')).split(',');
  const table = await readTable(new TextEncoder().encode(text), header);
  if (!table.ok) throw new Error(`The file ${name} that the service gave cannot be read.`);
  return table.value;
}

function valuesOf(table: Table, name: string): readonly string[] {
  const { text } = columnOf(table, name);
  return Array.from({ length: table.rows }, (_, row) => text(row));
}
