/**
 * Rules that keep a plan from passing over what its trial is for: every primary outcome is planned as what it is, every
 * declared comparison is made, and one estimator makes all of them with errors that respect the draw, among those on the list.
 */

import type { JsonPath } from '../../analysis/plan/located-json.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { settingsOf } from '../../analysis/plan/settings.ts';
import { daysColumn } from './dataset-columns.ts';
import { finding } from './finding.ts';
import { keepsToList, onListCondition } from './late-joiner-rules.ts';
import { comparesArms, ignoresDraw } from './plan-estimators.ts';
import { isSamePair, pairsOf } from './planned-pairs.ts';
import type { Protocol } from './protocol-schema.ts';
import { sharesArm, unitPlurals } from './unit.ts';

export function planPrimaryFindings(protocol: Protocol): readonly Finding[] {
  return [
    ...primaryFindings(protocol),
    ...kindFindings(protocol),
    ...declaredContrastFindings(protocol),
    ...effectFindings(protocol),
  ];
}

type PlannedOutcome = Protocol['analysis']['outcomes'][number];

/** The plan's primary entry for the outcome of this name; undefined where the plan has none. */
function primaryEntry({ analysis }: Protocol, name: string): PlannedOutcome | undefined {
  return analysis.outcomes.find(
    (planned) => planned.primary && planned.kind !== 'time-to-event' && planned.column === name,
  );
}

function primaryFindings(protocol: Protocol): readonly Finding[] {
  const missing = protocol.outcomes.flatMap(({ name, primary }) =>
    !primary || primaryEntry(protocol, name) !== undefined
      ? []
      : [
          finding(
            ['analysis', 'outcomes'],
            `must hold ${quoted(name)}, a primary outcome of this protocol, with "primary": true`,
          ),
        ],
  );
  const others = protocol.analysis.outcomes.flatMap((planned, index) => {
    const column = planned.kind === 'time-to-event' ? planned.time : planned.column;
    if (!planned.primary || !protocol.outcomes.some(({ name }) => daysColumn(name) === column)) return [];
    const message = `the days to an outcome are no primary outcome of this protocol; plan ${quoted(column)} without "primary"`;
    return [finding(['analysis', 'outcomes', index, 'primary'], message)];
  });
  return [...missing, ...others];
}

function kindFindings({ analysis, outcomes }: Protocol): readonly Finding[] {
  return analysis.outcomes.flatMap((planned, index) => {
    const declared =
      planned.kind === 'time-to-event' ? undefined : outcomes.find(({ name }) => name === planned.column);
    if (declared === undefined || declared.kind === planned.kind) return [];
    const message = `must be ${quoted(declared.kind)}, the kind the protocol gives ${quoted(declared.name)}`;
    return [finding(['analysis', 'outcomes', index, 'kind'], message)];
  });
}

function declaredContrastFindings({ analysis, arms, contrasts }: Protocol): readonly Finding[] {
  const planned = pairsOf(
    analysis.contrasts,
    arms.map(({ name }) => name),
    analysis.arm.reference,
  );
  return contrasts.flatMap((declared) =>
    planned.some(({ pair }) => isSamePair(pair, declared))
      ? []
      : [
          finding(
            ['analysis', 'contrasts'],
            `must compare ${quoted(declared[0])} with ${quoted(declared[1])}, as the protocol’s contrasts declare`,
          ),
        ],
  );
}

function effectFindings(protocol: Protocol): readonly Finding[] {
  const { analysis, unit } = protocol;
  const at: JsonPath = ['analysis', 'estimators'];
  return protocol.outcomes.flatMap(({ name, primary }) => {
    const entry = primaryEntry(protocol, name);
    if (!primary || entry === undefined) return [];
    const comparing = analysis.estimators.filter(
      (estimator) =>
        comparesArms(estimator) &&
        settingsOf(analysis, estimator).outcomes.includes(entry.name) &&
        makesEvery(protocol, estimator),
    );
    const sound = comparing.filter((estimator) => !ignoresDraw(protocol, estimator));
    if (sound.some((estimator) => keepsToList(protocol, estimator))) return [];
    const wanted = `one estimator must make every declared comparison on the primary outcome ${quoted(name)}`;
    if (sound.length > 0) {
      const how = `without rows of its own, or with ${onListCondition} among them`;
      return [finding(at, `${wanted} among those on the list: ${how}; ${idsOf(sound)} would take in who joined later`)];
    }
    const blind = idsOf(comparing);
    const shared = sharesArm(unit);
    const reason = `whole ${unitPlurals[shared]} were drawn, and people of one ${shared} are not independent`;
    const given = blind === '' ? '' : `; ${blind} would give errors that are too small`;
    return [finding(at, `${wanted} with errors that respect the draw, such as "linear" with "CR2": ${reason}${given}`)];
  });
}

function idsOf(estimators: Protocol['analysis']['estimators']): string {
  return estimators.map(({ id }) => quoted(id)).join(', ');
}

/** true where the estimator's own contrasts hold every declared one, so that one adjustment spans them all. */
function makesEvery({ analysis, arms, contrasts }: Protocol, estimator: Protocol['analysis']['estimators'][number]) {
  const names = arms.map(({ name }) => name);
  const own = pairsOf(estimator.contrasts ?? analysis.contrasts, names, analysis.arm.reference);
  return contrasts.every((declared) => own.some(({ pair }) => isSamePair(pair, declared)));
}
