/** Covariates and fixed effects: the textbook's matrices, what holds whatever the data, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Adjusting, adjustedLinear } from '../../../analysis/estimators/adjusted-linear.ts';
import type { LinearErrors } from '../../../analysis/estimators/estimator.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import { expectClosedForm } from '../numbers/tolerance.ts';
import { categoryColumn, numberColumn } from './columns-fixture.ts';
import { expanded, frameOf, type Row, treatedAgainstReference } from './frame-fixture.ts';
import { codeOf, given } from './given.ts';
import { at, type Matrix, textbook } from './textbook.ts';

const arms = ['standard', 'letter', 'visit'];
const errors: readonly LinearErrors[] = ['classical', 'HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1S', 'CR2'];
const level = 0.95;
type Resident = Row & { readonly age: number; readonly ward: string };

const residents: readonly Resident[] = [
  { arm: 'visit', outcome: 7.5, cluster: 'Tuesday', age: 31, ward: 'West' },
  { arm: 'standard', outcome: 2, cluster: 'Monday', age: 67, ward: 'East' },
  { arm: 'letter', outcome: 3.25, cluster: 'Friday', age: 45, ward: 'East' },
  { arm: 'standard', outcome: 5, cluster: 'Sunday', age: 22, ward: 'West' },
  { arm: 'visit', outcome: 4, cluster: 'Monday', age: 58, ward: 'East' },
  { arm: 'letter', outcome: -1, cluster: 'Tuesday', age: 73, ward: 'West' },
  { arm: 'standard', outcome: 4.5, cluster: 'Thursday', age: 39, ward: 'East' },
  { arm: 'letter', outcome: 0.5, cluster: 'Friday', age: 51, ward: 'East' },
  { arm: 'visit', outcome: 9, cluster: 'Sunday', age: 28, ward: 'West' },
  { arm: 'standard', outcome: 1, cluster: 'Friday', age: 80, ward: 'West' },
  { arm: 'visit', outcome: 6, cluster: 'Thursday', age: 44, ward: 'East' },
  { arm: 'letter', outcome: 2.5, cluster: 'Sunday', age: 19, ward: 'West' },
];
const repeated: readonly Resident[] = residents.map((row, index) => ({ ...row, weight: 1 + (index % 3) }));

const ages = (rows: readonly Resident[]) =>
  numberColumn(
    'age',
    rows.map(({ age }) => age),
  );
const wards = (rows: readonly Resident[]) =>
  categoryColumn(
    'ward',
    rows.map(({ ward }) => ward),
  );
const frame = (rows: readonly Row[]) => frameOf(arms, 'continuous', rows);

/** What the model spans, column by column, and the combination that is letter less visit. */
const designs: Readonly<
  Record<
    string,
    { of: (rows: readonly Resident[]) => Adjusting; x: (rows: readonly Resident[]) => Matrix; c: readonly number[] }
  >
> = {
  additive: {
    of: (rows) => ({ adjustment: 'additive', covariates: [ages(rows)], fixedEffects: [] }),
    x: (rows) => rows.map((row) => [1, Number(row.arm === 'letter'), Number(row.arm === 'visit'), row.age]),
    c: [0, 1, -1, 0],
  },
  interacted: {
    of: (rows) => ({ adjustment: 'interacted', covariates: [ages(rows)], fixedEffects: [] }),
    x: (rows) => {
      const mean = rows.reduce((sum, { age }) => sum + age, 0) / rows.length;
      return rows.map(({ arm, age }) => {
        const [letter, visit] = [Number(arm === 'letter'), Number(arm === 'visit')];
        return [1, letter, visit, age - mean, letter * (age - mean), visit * (age - mean)];
      });
    },
    c: [0, 1, -1, 0, 0, 0],
  },
  'fixed effects': {
    of: (rows) => ({ adjustment: 'none', covariates: [], fixedEffects: [wards(rows)] }),
    x: (rows) =>
      rows.map((row) => [1, Number(row.arm === 'letter'), Number(row.arm === 'visit'), Number(row.ward === 'West')]),
    c: [0, 1, -1, 0],
  },
};

describe.each(Object.entries(designs))('%s is the textbook sandwich', (_, { of, x, c }) => {
  it.each(errors.flatMap((kind) => [[kind, residents] as const, [kind, repeated] as const]))('%s', (kind, rows) => {
    const people = expanded(rows) as readonly Resident[]; // copies of rows, which have all of a resident's columns
    const longhand = textbook(x(people), people, kind, c);
    const variance = c.reduce(
      (sum, left, i) => sum + c.reduce((inner, right, j) => inner + left * right * at(longhand.covariance, i, j), 0),
      0,
    );
    const contrast = { treated: 1, reference: 2 };
    const [result] = adjustedLinear(frame(rows), of(rows), [contrast], { errors: kind, level });
    const { estimate, standardError, df, n } = given(result);
    const expected = c.reduce((sum, factor, index) => sum + factor * (longhand.coefficients[index] ?? 0), 0);
    expectClosedForm(estimate, expected, 'estimate');
    expectClosedForm(standardError, Math.sqrt(variance), 'standard error');
    expectClosedForm(df, longhand.df, 'degrees of freedom');
    expect(n).toBe(people.length);
  });
});

const settings = { numRuns: 30, seed: 2013 };
const wardNames = ['East', 'North', 'West'];

/** Three arms, each of a size of its own between 5 and 19, walks and wards that cross them, weights 1 to 4. */
const sample: fc.Arbitrary<readonly Resident[]> = fc
  .uniqueArray(fc.integer({ min: 5, max: 19 }), { minLength: 3, maxLength: 3 })
  .chain((sizes) =>
    fc.tuple(
      ...arms.map((arm, index) =>
        fc.array(
          fc.record({
            arm: fc.constant(arm),
            outcome: fc.integer({ min: -4000, max: 9000 }).map((value) => value / 7),
            cluster: fc.integer({ min: 0, max: 6 }),
            weight: fc.integer({ min: 1, max: 4 }),
            age: fc.integer({ min: 18, max: 90 }),
            ward: fc.constantFrom(...wardNames),
          }),
          { minLength: sizes[index] ?? 5, maxLength: sizes[index] ?? 5 },
        ),
      ),
    ),
  )
  .map((groups) => groups.flat());

type Outcome = ReturnType<typeof adjustedLinear>[number];

/** The same refusal, or figures that agree but for rounding. */
function isSame(left: Outcome | undefined, right: Outcome | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if ('notEstimable' in left || 'notEstimable' in right) {
    return 'notEstimable' in left && 'notEstimable' in right && left.notEstimable.code === right.notEstimable.code;
  }
  const close = (a: number, b: number, scale: number) => Math.abs(a - b) <= 1e-9 * Math.max(scale, Math.abs(b));
  return (
    close(left.estimate, right.estimate, right.standardError) &&
    close(left.standardError, right.standardError, 0) &&
    close(left.df, right.df, 0) &&
    left.n === right.n
  );
}

function adjusted(rows: readonly Resident[], adjusting: Adjusting, kind: LinearErrors): Outcome | undefined {
  return adjustedLinear(frame(rows), adjusting, [treatedAgainstReference], { errors: kind, level })[0];
}

describe('whatever the data', () => {
  const every = (holds: (rows: readonly Resident[], kind: LinearErrors) => boolean) =>
    fc.assert(
      fc.property(sample, (rows) => errors.every((kind) => holds(rows, kind))),
      settings,
    );

  it.each(Object.entries(designs))('%s: a weight gives what the expanded rows give', (_, { of }) => {
    every((rows, kind) => {
      const people = expanded(rows) as readonly Resident[]; // copies of rows, which have all of a resident's columns
      return isSame(adjusted(rows, of(rows), kind), adjusted(people, of(people), kind));
    });
  });

  it.each(Object.entries(designs))('%s: the order of rows does not matter', (_, { of }) => {
    every((rows, kind) =>
      isSame(adjusted(rows, of(rows), kind), adjusted(rows.toReversed(), of(rows.toReversed()), kind)),
    );
  });

  it('absorbed effects give what their indicators give', () => {
    every((rows, kind) =>
      isSame(
        adjusted(rows, { adjustment: 'none', covariates: [], fixedEffects: [wards(rows)] }, kind),
        adjusted(rows, { adjustment: 'additive', covariates: [wards(rows)], fixedEffects: [] }, kind),
      ),
    );
  });

  it('a covariate in other units, from another origin, changes no difference', () => {
    every((rows, kind) => {
      const moved = rows.map((row) => ({ ...row, age: 1e4 + row.age / 12 }));
      return ['additive', 'interacted'].every((name) =>
        isSame(
          adjusted(rows, designs[name]?.of(rows) ?? none, kind),
          adjusted(moved, designs[name]?.of(moved) ?? none, kind),
        ),
      );
    });
  });

  it('without covariates it is the difference of means', () => {
    every((rows, kind) =>
      isSame(adjusted(rows, none, kind), linear(frame(rows), [treatedAgainstReference], { errors: kind, level })[0]),
    );
  });
});

const none: Adjusting = { adjustment: 'none', covariates: [], fixedEffects: [] };

describe('what cannot be estimated is refused by name', () => {
  const refusal = (adjusting: Adjusting, rows: readonly Resident[] = residents, kind: LinearErrors = 'HC2') => {
    const result = adjusted(rows, adjusting, kind);
    if (result === undefined || !('notEstimable' in result)) throw new Error(`estimable: ${JSON.stringify(result)}`);
    return [codeOf(result), result.notEstimable.reason];
  };
  const additive = (...covariates: Adjusting['covariates']): Adjusting => ({
    adjustment: 'additive',
    covariates,
    fixedEffects: [],
  });
  const doubled = numberColumn(
    'months',
    residents.map(({ age }) => 12 * age - 7),
  );

  it('a covariate that is a combination of another, and one with a single value', () => {
    expect(refusal(additive(ages(residents), doubled))).toEqual([
      'collinear',
      expect.stringContaining('The term months depends linearly'),
    ]);
    const same = numberColumn(
      'year',
      residents.map(() => 0.1),
    );
    expect(refusal(additive(same))).toEqual(['collinear', expect.stringContaining('The covariate year has one value')]);
    const county = categoryColumn(
      'county',
      residents.map(() => 'Kent'),
    );
    expect(refusal(additive(county))).toEqual(['collinear', expect.stringContaining('The covariate county')]);
  });

  it('a covariate with one value within an arm, in an interacted model', () => {
    const within = numberColumn(
      'visits',
      residents.map(({ arm, age }) => (arm === 'letter' ? 3 : age)),
    );
    expect(refusal({ adjustment: 'interacted', covariates: [within], fixedEffects: [] })).toEqual([
      'collinear',
      expect.stringContaining('The term arm=letter:visits'),
    ]);
  });

  it('arms that a fixed effect or a covariate tells apart', () => {
    const office = categoryColumn(
      'office',
      residents.map(({ arm }) => (arm === 'visit' ? 'south' : 'north')),
    );
    const reason = expect.stringContaining('The term arm=visit');
    expect(refusal({ adjustment: 'none', covariates: [], fixedEffects: [office] })).toEqual(['collinear', reason]);
    expect(refusal(additive(office))).toEqual(['collinear', expect.stringContaining('The term office=south')]);
  });

  it('names taken for categories, and a cluster that meets too many effects', () => {
    const many = Array.from({ length: 1300 }, (_, row) => ({ ...(residents[row % 12] as Resident), cluster: row % 2 }));
    const name = categoryColumn(
      'name',
      many.map((_, row) => row % 650),
    );
    expect(refusal(additive(name), many)[0]).toBe('too-many-columns');
    const effect: Adjusting = { adjustment: 'none', covariates: [], fixedEffects: [name] };
    const crossed = many.map((row, index) => ({ ...row, cluster: index < 650 ? 'a' : 'b' }));
    expect(refusal(effect, crossed, 'CR2')[0]).toBe('cluster-too-large');
    expect(given(adjusted(crossed, effect, 'HC2')).n).toBe(1300);
  });

  it('a covariate too large to square', () => {
    const size = numberColumn(
      'size',
      residents.map(({ age }) => age * 1e140),
    );
    expect(refusal(additive(size))[0]).toBe('overflow');
  });

  it.each(errors)('%s: no more people than coefficients', (kind) => {
    const few = residents.slice(0, 5);
    const result = adjusted(
      few,
      { adjustment: 'additive', covariates: [ages(few), wards(few)], fixedEffects: [] },
      kind,
    );
    expect(result).toHaveProperty('notEstimable');
  });

  it.each(errors)('%s: an outcome that the covariates give exactly', (kind) => {
    const exact = residents.map((row) => ({ ...row, outcome: row.age / 3 }));
    expect(refusal(additive(ages(exact)), exact, kind)[0]).toBe('no-variation');
  });

  it.each(errors)('%s: an outcome among its own covariates, beside a fixed effect, in many rows', (kind) => {
    const many = Array.from({ length: 3000 }, (_, row) => ({
      ...(residents[row % 12] as Resident),
      cluster: row % 40,
      outcome: ((row * 7919) % 6101) / 97 - 20.3,
    }));
    const itself = numberColumn(
      'itself',
      many.map(({ outcome }) => outcome),
    );
    const street = categoryColumn(
      'street',
      many.map((_, row) => (row * 13) % 7),
    );
    const adjusting: Adjusting = { adjustment: 'additive', covariates: [ages(many), itself], fixedEffects: [street] };
    expect(refusal(adjusting, many, kind)[0]).toBe('no-variation');
  });

  it.each(['HC0', 'HC1', 'HC2', 'HC3'] as const)('%s: two arms alike, beside one that varies', (kind) => {
    const standards = ['2 1', '2 0'].map((text) => ['standard', text] as const);
    const others = ['letter 1', 'visit 3', 'visit 2', 'call 3', 'visit 2', 'visit 1', 'call 1', 'letter 2'].map(
      (text) => {
        const [arm = '', ward = ''] = text.split(' ');
        return [arm, `${ward} 0`] as const;
      },
    );
    const rows = [...others.slice(0, 1), ...standards, ...others.slice(1)].map(([arm, text]) => {
      const [ward = '', outcome = ''] = text.split(' ');
      return { arm, ward, outcome: Number(outcome) };
    });
    const frame = frameOf(['standard', 'call', 'letter', 'visit'], 'binary', rows);
    const ward = categoryColumn(
      'ward',
      rows.map((row) => row.ward),
    );
    const contrasts = [1, 2, 3].flatMap((treated) => [0, 1, 2].map((reference) => ({ treated, reference })));
    const effect: Adjusting = { adjustment: 'none', covariates: [], fixedEffects: [ward] };
    const results = adjustedLinear(frame, effect, contrasts, { errors: kind, level: 0.95 });
    for (const [index, { treated, reference }] of contrasts.entries()) {
      if (treated === reference) continue;
      if (reference === 0) expectClosedForm(given(results[index]).estimate, -0.5, 'estimate');
      else expect(codeOf(results[index])).toBe('no-variation');
    }
  });

  it.each(['HC0', 'HC1', 'HC2', 'HC3', 'CR2'] as const)('%s: what one person or cluster alone determines', (kind) => {
    const alone = categoryColumn(
      'ward',
      residents.map(({ ward }, index) => (index === 6 ? 'South' : ward)),
    );
    const rows = residents.map((row, index) => (index === 6 ? { ...row, cluster: 'Saturday' } : row));
    const result = given(adjusted(rows, additive(alone), kind));
    const south = result.terms.find(({ term }) => term === 'ward=South');
    expect(codeOf(south)).toBe(`determined-by-one-${kind === 'CR2' ? 'cluster' : 'person'}`);
    expect(given(result.terms.find(({ term }) => term === 'ward=West')).standardError).toBeGreaterThan(0.1);
  });

  it('an arm without people refuses its contrast and its terms; the others stand', () => {
    const rows = residents.filter(({ arm }) => arm !== 'letter');
    for (const { of } of Object.values(designs)) {
      const contrasts = [treatedAgainstReference, { treated: 2, reference: 0 }];
      const [letter, visit] = adjustedLinear(frame(rows), of(rows), contrasts, { errors: 'HC2', level });
      expect(codeOf(letter)).toBe('empty-arm');
      expect(given(visit).n).toBe(8);
      const letters = given(visit).terms.filter(({ term }) => term.startsWith('arm=letter'));
      expect(letters.map(codeOf)).toEqual(letters.map(() => 'empty-arm'));
    }
  });

  it('without a reference arm two others can still be compared', () => {
    const rows = residents.filter(({ arm }) => arm !== 'standard');
    for (const { of } of Object.values(designs)) {
      const between = { treated: 2, reference: 1 };
      const contrasts = [between, treatedAgainstReference];
      const [visit, letter] = adjustedLinear(frame(rows), of(rows), contrasts, { errors: 'HC2', level });
      expect(codeOf(letter)).toBe('empty-arm');
      expect(given(visit).standardError).toBeGreaterThan(0.1);
    }
  });

  it('one cluster in an arm', () => {
    const rows = residents.map((row) => (row.arm === 'letter' ? { ...row, cluster: 'Friday' } : row));
    for (const kind of ['CR0', 'CR1S', 'CR2'] as const) {
      expect(refusal(additive(ages(rows)), rows, kind)[0]).toBe('one-cluster-in-arm');
    }
  });
});
