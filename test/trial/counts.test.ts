/** What a protocol says of a borough that gives only counts. */
import { expect, test } from 'vitest';
import { parseProtocol } from '../../src/trial/protocol.ts';
import { protocolWarnings } from '../../src/trial/protocol-warnings.ts';
import { ceremonyTrial, householdTrial, type Json } from '../api/trials.ts';

const shared = (text: string, shares: string, weight: string | null): string => {
  // JSON of ours.
  const protocol = JSON.parse(text) as { boroughs: Json[]; analysis: Json };
  const [first, ...others] = protocol.boroughs;
  const analysis = weight === null ? protocol.analysis : { ...protocol.analysis, weight };
  return JSON.stringify({ ...protocol, boroughs: [{ ...first, shares }, ...others], analysis });
};
const problemsOf = (text: string) => {
  const parsed = parseProtocol(text);
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
};

test('a plan takes counts as frequency weights, and only where a borough gives counts', () => {
  expect(problemsOf(shared(ceremonyTrial({}), 'counts-by-ceremony', 'people'))).toEqual([]);
  expect(problemsOf(shared(ceremonyTrial({}), 'counts-by-ceremony', null))).toEqual([
    expect.stringContaining('analysis.weight: must be "people"'),
  ]);
  expect(problemsOf(shared(ceremonyTrial({}), 'people', 'people'))).toContainEqual(
    expect.stringContaining('there are no frequency weights'),
  );
});

test('the column of counts is nobody else’s, where there is one', () => {
  const named = JSON.stringify({ ...JSON.parse(ceremonyTrial({})), strata: ['borough', 'people'] });
  const isTaken = (problem: string) => problem.startsWith('strata[1]: "people" is the name of another column');
  expect(problemsOf(shared(named, 'counts-by-ceremony', 'people')).some(isTaken)).toBe(true);
  expect(problemsOf(named).some(isTaken)).toBe(false);
});

test('by ceremony only where whole ceremonies are drawn', () => {
  expect(problemsOf(shared(householdTrial({}), 'counts-by-ceremony', 'people'))).toEqual([
    expect.stringContaining('boroughs[0].shares: must be "counts-by-arm"'),
  ]);
  expect(problemsOf(shared(householdTrial({}), 'counts-by-arm', 'people'))).toEqual([]);
});

test('the check says what cannot be done, and what leaves the borough’s people out', () => {
  const warned = (text: string) => {
    const parsed = parseProtocol(text);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    return protocolWarnings(parsed.value).filter(({ path }) => path[0] === 'boroughs' && path[2] === 'shares');
  };
  expect(warned(ceremonyTrial({}))).toEqual([]);
  const [byCeremony] = warned(shared(ceremonyTrial({}), 'counts-by-ceremony', 'people'));
  expect(byCeremony?.message).toBe(
    'Brent gives counts only: of its people no covariate, subgroup, household or day of an outcome is known',
  );
  const [byArm] = warned(shared(householdTrial({}), 'counts-by-arm', 'people'));
  expect(byArm?.message).toContain('whatever uses "household", "group_size" leaves its people out');
});
