/** The trial's own re-draws as they reach the arithmetic: matched by unit, whatever arms and units the data show. */
import { describe, expect, it } from 'vitest';
import { randomisationInference } from '../../../analysis/randomisation-inference/randomisation-inference.ts';
import type { RandomisationOptions } from '../../../analysis/randomisation-inference/randomisation-result.ts';
import type { TrialRedraws } from '../../../analysis/randomisation-inference/trial-redraws.ts';
import { categoryColumn } from '../estimators/columns-fixture.ts';
import { frameOf, treatedAgainstReference } from '../estimators/frame-fixture.ts';
import { codeOf, given } from '../estimators/given.ts';
import { expectClosedForm } from '../numbers/tolerance.ts';
import { exactly } from './declared.ts';
import { allocations, type Person, statistic } from './longhand.ts';

const arms = ['standard', 'letter', 'visit'];
const units = Array.from({ length: 18 }, (_, unit) => `home ${unit}`);
const draws = 300;
const drawn = (i: number) => Uint8Array.from(units, (_, unit) => ((i * i + unit * (i + 3) * 7) % 11) % 3);
const trial: TrialRedraws = { arms, unitIds: units, cells: null, redraws: () => drawn };
const people: readonly Person[] = units.flatMap((unit, index) =>
  Array.from({ length: 1 + (index % 3) }, (_, one) => ({
    arm: arms[(index * 5) % 3] ?? '',
    outcome: ((index * 17 + one * 5) % 23) / 10,
    unit,
    block: 'all',
  })),
);
const pair = ['letter', 'standard'] as const;

function of(all: readonly Person[], own: TrialRedraws, options: Partial<RandomisationOptions> = {}, known = arms) {
  const unit = categoryColumn(
    'unit',
    all.map((person) => person.unit),
  );
  const frame = frameOf(
    known,
    'continuous',
    all.map(({ arm, outcome }) => ({ arm, outcome })),
  );
  const scheme = { kind: 'protocol', trial: own, unit } as const;
  return randomisationInference(frame, [treatedAgainstReference], scheme, { ...exactly, draws, ...options })[0];
}

function pByRedraws(all: readonly Person[], isStudentised: boolean): number {
  const bound = Math.abs(statistic(all, pair, isStudentised)) * (1 - 1e-12);
  const extreme = Array.from({ length: draws }, (_, i) => {
    const armOf = new Map(units.map((unit, place) => [unit, arms[drawn(i)[place] ?? 0] ?? '']));
    return statistic(
      all.map((person) => ({ ...person, arm: armOf.get(person.unit) ?? '' })),
      pair,
      isStudentised,
    );
  }).filter((value) => !(Math.abs(value) < bound)).length;
  return (extreme + 1) / (draws + 1);
}

describe.each(['difference', 'studentised'] as const)('%s', (name) => {
  const isStudentised = name === 'studentised';

  it('all arms are drawn again, and units keep their people', () => {
    const ours = given(of(people, trial, { statistic: name }));
    expectClosedForm(ours.statistic, statistic(people, pair, isStudentised), 'statistic');
    expectClosedForm(ours.p, pByRedraws(people, isStudentised), 'p');
    expect([ours.null, ours.clusters, ours.warning]).toEqual(['global', 12, undefined]);
  });

  it('an arm of which no outcome is known takes its units out of each re-draw that gives it', () => {
    const seen = people.filter(({ arm }) => arm !== 'visit');
    const ours = given(of(seen, trial, { statistic: name }, arms.slice(0, 2)));
    expectClosedForm(ours.p, pByRedraws(seen, isStudentised), 'p');
  });

  it('a unit without a known outcome takes part in the re-draw alone', () => {
    const seen = people.filter(({ unit }) => unit !== 'home 3' && unit !== 'home 10');
    expectClosedForm(given(of(seen, trial, { statistic: name })).p, pByRedraws(seen, isStudentised), 'p');
  });

  it('with cells, two arms are exchanged within them', () => {
    const cells = Int32Array.from(units, (_, unit) => Math.floor(unit / 6));
    const ours = given(of(people, { ...trial, cells }, { statistic: name, exactBelow: 10_000 }));
    const within = people.map((person) => ({ ...person, block: `${cells[units.indexOf(person.unit)]}` }));
    const all = allocations(within, pair).map((one) => one.map((person) => ({ ...person, block: 'all' })));
    const bound = Math.abs(statistic(people, pair, isStudentised)) * (1 - 1e-12);
    const extreme = all.filter((one) => !(Math.abs(statistic(one, pair, isStudentised)) < bound)).length;
    expect([ours.null, ours.draws]).toEqual(['pairwise', all.length]);
    expectClosedForm(ours.p, extreme / all.length, 'p');
  });
});

describe('what is refused', () => {
  it('people of a unit that was not drawn', () => {
    const stranger = { arm: 'letter', outcome: 1, unit: 'home 99', block: 'all' };
    expect(codeOf(of([...people, stranger], trial))).toBe('unit-not-drawn');
  });

  it('an interval where no two arms are exchanged with each other', () => {
    expect(given(of(people, trial, { interval: true }))).toMatchObject({
      inversion: { notEstimable: { code: 'no-pairwise-null' } },
    });
  });
});
