/**
 * Rules on the analysis plan inside a protocol: it speaks of the trial's own data set, arms, outcomes and comparisons, and
 * its clusters are the units that were drawn. What a plan may say of any file at all is judged in analysis/plan; what it
 * owes the trial stands in plan-primary-rules.ts, how it reads the data in plan-data-rules.ts.
 */

import type { JsonPath } from '../../analysis/plan/located-json.ts';
import { quoted, quotedList } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { countFindings } from './counts.ts';
import { datasetColumns, daysColumn } from './dataset-columns.ts';
import { finding } from './finding.ts';
import { lateJoinerFindings } from './late-joiner-rules.ts';
import { plannedColumns } from './plan-columns.ts';
import { planDataFindings } from './plan-data-rules.ts';
import { planPrimaryFindings } from './plan-primary-rules.ts';
import { isSamePair, pairsOf } from './planned-pairs.ts';
import type { Protocol } from './protocol-schema.ts';
import { sharesArm, unitPlurals } from './unit.ts';

export function planFindings(protocol: Protocol): readonly Finding[] {
  return [
    ...exploratoryFindings(protocol),
    ...armColumnFindings(protocol),
    ...columnFindings(protocol),
    ...clusterFindings(protocol),
    ...planOutcomeFindings(protocol),
    ...planContrastFindings(protocol),
    ...planPrimaryFindings(protocol),
    ...planDataFindings(protocol),
    ...lateJoinerFindings(protocol),
    ...countFindings(protocol),
  ];
}

/** What is locked was planned. */
function exploratoryFindings({ analysis }: Protocol): readonly Finding[] {
  return analysis.exploratory === undefined
    ? []
    : [
        finding(
          ['analysis', 'exploratory'],
          'is said of analyses that are not in a protocol; this plan is locked with it',
        ),
      ];
}

function armColumnFindings({ analysis, arms }: Protocol): readonly Finding[] {
  const { column, reference, levels } = analysis.arm;
  const wrongColumn =
    column === 'arm' ? [] : [finding(['analysis', 'arm', 'column'], 'must be "arm", the column of the data set')];
  const unknown = arms.some(({ name }) => name === reference)
    ? []
    : [finding(['analysis', 'arm', 'reference'], `there is no arm called ${quoted(reference)}`)];
  const names = arms.map(({ name }) => name);
  const isEvery =
    levels === undefined || (levels.length === names.length && names.every((name) => levels.includes(name)));
  const others = isEvery
    ? []
    : [finding(['analysis', 'arm', 'levels'], `must name the arms of this protocol: ${quotedList(names)}`)];
  return [...wrongColumn, ...unknown, ...others];
}

function columnFindings(protocol: Protocol): readonly Finding[] {
  const { analysis } = protocol;
  const columns = datasetColumns(protocol);
  const unknown = plannedColumns(analysis).flatMap(({ path, column }) =>
    columns.includes(column)
      ? []
      : [
          finding(
            ['analysis', ...path],
            `the data set of this trial has no column ${quoted(column)}; it has ${quotedList(columns)}`,
          ),
        ],
  );
  const missing = analysis.missing.includes('')
    ? []
    : [finding(['analysis', 'missing'], 'must contain "": an outcome that is not known is left empty')];
  return [...unknown, ...missing];
}

/** Columns that name who shares an arm, or a group of them. */
const clusterColumns = {
  ceremony: ['ceremony', 'unit'],
  household: ['household', 'unit', 'ceremony'],
  attendee: ['household', 'unit', 'ceremony'],
} as const;

function clusterFindings({ unit, analysis }: Protocol): readonly Finding[] {
  const allowed: readonly string[] = clusterColumns[unit];
  const asList = (cluster: string | readonly string[]) => (typeof cluster === 'string' ? [cluster] : cluster);
  const isRight = (cluster: string | readonly string[]) =>
    asList(cluster).length === 1 && allowed.includes(asList(cluster)[0] ?? '');
  const shared = sharesArm(unit);
  const sentence = `must be ${quoted(shared)}: whole ${unitPlurals[shared]} were drawn, and people of one ${shared} are not independent`;
  const own =
    analysis.cluster !== undefined && isRight(analysis.cluster) ? [] : [finding(['analysis', 'cluster'], sentence)];
  const overrides = analysis.estimators.flatMap(({ cluster }, index) =>
    cluster === undefined || cluster === null || isRight(cluster)
      ? []
      : [finding(['analysis', 'estimators', index, 'cluster'], sentence)],
  );
  return [...own, ...overrides];
}

function planOutcomeFindings({ analysis, outcomes }: Protocol): readonly Finding[] {
  return analysis.outcomes.flatMap((planned, index): readonly Finding[] => {
    const at: JsonPath = ['analysis', 'outcomes', index];
    const column = planned.kind === 'time-to-event' ? planned.event : planned.column;
    const declared = outcomes.find(({ name }) => name === column || daysColumn(name) === column);
    if (declared === undefined) {
      const known = quotedList(outcomes.map(({ name }) => name));
      return [
        finding(
          [...at, planned.kind === 'time-to-event' ? 'event' : 'column'],
          `must be an outcome of this protocol (${known})`,
        ),
      ];
    }
    if (planned.kind === 'time-to-event' && planned.time !== daysColumn(declared.name)) {
      return [
        finding([...at, 'time'], `must be ${quoted(daysColumn(declared.name))}, the days to ${quoted(declared.name)}`),
      ];
    }
    if (planned.primary && !declared.primary) {
      return [finding([...at, 'primary'], `${quoted(declared.name)} is not a primary outcome of this protocol`)];
    }
    return [];
  });
}

function planContrastFindings({ analysis, arms, contrasts }: Protocol): readonly Finding[] {
  const names = arms.map(({ name }) => name);
  const asked = [
    { path: ['analysis', 'contrasts'], contrasts: analysis.contrasts },
    ...analysis.estimators.flatMap((estimator, index) =>
      estimator.contrasts === undefined
        ? []
        : [{ path: ['analysis', 'estimators', index, 'contrasts'], contrasts: estimator.contrasts }],
    ),
  ];
  return asked.flatMap(({ path, contrasts: planned }) =>
    pairsOf(planned, names, analysis.arm.reference).flatMap(({ pair, step }) => {
      const place: JsonPath = [...path, ...step];
      const stranger = pair.find((name) => !names.includes(name));
      if (stranger !== undefined) return [finding(place, `there is no arm called ${quoted(stranger)}`)];
      const isDeclared = contrasts.some((declared) => isSamePair(pair, declared));
      if (isDeclared) return [];
      return [
        finding(
          place,
          `compares ${quoted(pair[0])} with ${quoted(pair[1])}, which the protocol’s contrasts do not declare`,
        ),
      ];
    }),
  );
}
