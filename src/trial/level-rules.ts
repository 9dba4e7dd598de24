/** The rule on what a draw may read of its units: a variable that is the same for everybody in one unit. */

import type { JsonPath } from '../../analysis/plan/located-json.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { isReservedColumn } from './dataset-columns.ts';
import { finding } from './finding.ts';
import { isKnownStratum, isWithin, knownStrata, type UnitKind, unitPlurals } from './unit.ts';

/** Why units of this kind cannot be `used` by the variable, such as "stratified by it"; empty where they can. */
export function levelFindings(name: string, unit: UnitKind, path: JsonPath, used: string): readonly Finding[] {
  if (isReservedColumn(name)) return [finding(path, `${quoted(name)} is the name of another column of the lists`)];
  if (!isKnownStratum(name) || isWithin(unit, knownStrata[name])) return [];
  const level = knownStrata[name];
  const message = `${quoted(name)} differs between the ${unitPlurals[level]} of one ${unit}, so ${unitPlurals[unit]} cannot be ${used}`;
  return [finding(path, message)];
}
