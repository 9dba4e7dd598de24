/** Estimating equations: longhand, against geepack on made-up data and real trials, at the edges, whatever the data. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type GeeOptions, gee } from '../../../analysis/estimators/gee.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import type { Contrast, Frame } from '../../../analysis/frame.ts';
import { expectClosedForm, expectFit } from '../numbers/tolerance.ts';
import { frameOf, treatedAgainstReference as pair, type Row } from './frame-fixture.ts';
import { codeOf, given } from './given.ts';
import { holdsExpanded, holdsFinite, holdsInAnyOrder, type Person } from './invariance.ts';
import { type Cells, hasReferences, numberAt, trialRows, valuesOf } from './references.ts';

const options: GeeOptions = { working: 'exchangeable', link: 'identity', level: 0.95 };

/** The stored records of real trials are geepack's at its default, which stops at 1e-4. */
const stored = 1e-5;

const rows: readonly Row[] = [
  { arm: 'letter', outcome: 7, cluster: 'd' },
  { arm: 'standard', outcome: 1, cluster: 'a' },
  { arm: 'letter', outcome: 9, cluster: 'e' },
  { arm: 'standard', outcome: 4, cluster: 'b' },
  { arm: 'standard', outcome: 3, cluster: 'a' },
  { arm: 'letter', outcome: 4, cluster: 'd' },
  { arm: 'standard', outcome: 6, cluster: 'c' },
  { arm: 'letter', outcome: 8, cluster: 'e' },
];
const frame = frameOf(['standard', 'letter'], 'continuous', rows);

describe('five ceremonies, longhand', () => {
  it('with equal sizes in an arm the working correlation weighs all people of it alike', () => {
    const result = given(gee(frame, [pair], options)[0]);
    const weight = (size: number) => size / (1 + (size - 1) * result.workingCorrelation);
    const [a, b, c] = [weight(2), weight(1), weight(1)];
    const standard = (a * 2 + b * 4 + c * 6) / (a + b + c);
    expectClosedForm(result.estimate, 7 - standard, 'difference of weighted means');
    const residuals = [[1 - standard, 3 - standard], [4 - standard], [6 - standard], [0, -3], [2, 1]];
    const squares = residuals.flat().reduce((sum, residual) => sum + residual * residual, 0) / 8;
    const products = residuals.reduce((sum, [one = 0, other = 0]) => sum + one * other, 0) / 3;
    expectClosedForm(result.workingCorrelation, products / squares, 'correlation');
    expect(result).toMatchObject({ quantity: 'coefficient', n: 8, clusters: 5 });
  });

  it('independence with the identity link is least squares with CR0 errors', () => {
    const result = given(gee(frame, [pair], { ...options, working: 'independence' })[0]);
    const other = given(linear(frame, [pair], { errors: 'CR0', level: 0.95 })[0]);
    expectClosedForm(result.estimate, other.estimate, 'estimate');
    expectClosedForm(result.standardError, other.standardError, 'error');
    expect(result.workingCorrelation).toBe(0);
  });
});

type Golden = {
  readonly people: readonly {
    readonly home: number;
    readonly arm: string;
    readonly voted: number;
    readonly days: number;
    readonly visits: number;
    readonly weight: number;
  }[];
  readonly gee: readonly {
    readonly isWeighted: boolean;
    readonly working: GeeOptions['working'];
    readonly link: GeeOptions['link'];
    readonly outcome: 'voted' | 'days' | 'visits';
    readonly lines: readonly { readonly estimate: number; readonly standardError: number }[];
    readonly alpha: number;
  }[];
};
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/generalised-models.golden.json', import.meta.url), 'utf8'),
);
const kinds = { voted: 'binary', days: 'continuous', visits: 'count' } as const;

describe('against geepack', () => {
  it.each(golden.gee)('$working, $link, $outcome, weighted $isWeighted', (expected) => {
    const { isWeighted, working, link, outcome, lines, alpha } = expected;
    const people = golden.people.map((person) => ({
      ...{ arm: person.arm, outcome: person[outcome], cluster: person.home },
      ...(isWeighted ? { weight: person.weight } : {}),
    }));
    const contrasts: readonly Contrast[] = [pair, { treated: 2, reference: 1 }];
    const own = frameOf(['standard', 'letter', 'visit'], kinds[outcome], people);
    const [letter, between] = gee(own, contrasts, { working, link, level: 0.95 }).map(given);
    if (letter === undefined || between === undefined) throw new Error('two contrasts were asked for');
    for (const [index, line] of lines.slice(0, -1).entries()) {
      const term = given(letter.terms[index]);
      expectFit(term.estimate, line.estimate, term.term);
      expectFit(term.standardError, line.standardError, `${term.term}, error`);
    }
    expectFit(between.estimate, lines.at(-1)?.estimate ?? 0, 'visit against letter');
    expectFit(between.standardError, lines.at(-1)?.standardError ?? 0, 'its error');
    expectClosedForm(letter.workingCorrelation, alpha, 'correlation');
  });
});

describe.skipIf(!hasReferences)('real trials', () => {
  const trials: readonly {
    readonly dataset: string;
    readonly id: string;
    readonly options: Partial<GeeOptions>;
    readonly rows: () => readonly Cells[];
    readonly arm: (row: Cells) => string;
    readonly outcome: string;
    readonly cluster: (row: Cells) => string;
    readonly term: string;
  }[] = [
    ...(
      [
        ['gee.ind', { link: 'logit', working: 'independence' }],
        ['gee.exch', { link: 'logit' }],
        ['gee.identity_exch', { link: 'identity' }],
      ] as const
    ).map(([id, own]) => ({
      ...{ dataset: 'arceneaux2005', id, options: own, outcome: 'voted03', term: 'z' },
      rows: () => trialRows('arceneaux2005.csv'),
      arm: (row: Cells) => row.z ?? '',
      cluster: (row: Cells) => row.precinct ?? '',
    })),
    ...(
      [
        ['gee.small', 'logit'],
        ['gee.log_poisson', 'log'],
      ] as const
    ).map(([id, link]) => ({
      ...{ dataset: 'respiratory', id, options: { link }, outcome: 'outcome', term: 'z' },
      rows: () => trialRows('respiratory.csv'),
      arm: (row: Cells) => (row.treat === 'A' ? '1' : '0'),
      cluster: (row: Cells) => `${row.center} ${row.id}`,
    })),
    {
      ...{ dataset: 'thornton_hiv', id: 'gee.exch', options: { link: 'logit' }, outcome: 'got', term: 'any' },
      rows: () =>
        trialRows('thornton_hiv.csv').filter((row) =>
          ['got', 'any', 'villnum'].every((name) => !['', 'NA'].includes(row[name] ?? '')),
        ),
      arm: (row) => row.any ?? '',
      cluster: (row) => row.villnum ?? '',
    },
  ];

  it.each(trials)('$dataset $id', ({ dataset, id, options: own, rows: read, arm, outcome, cluster, term }) => {
    const people = read().map((row) => ({ arm: arm(row), outcome: Number(row[outcome]), cluster: cluster(row) }));
    const result = given(gee(frameOf(['0', '1'], 'binary', people), [pair], { ...options, ...own })[0]);
    const values = valuesOf(dataset, id);
    expectFit(result.estimate, numberAt(values, 'terms', term, 'estimate'), 'estimate', stored);
    expectFit(result.standardError, numberAt(values, 'terms', term, 'se'), 'error', stored);
    expect(result.clusters).toBe(numberAt(values, 'nclusters'));
    if (own.working === 'independence') return;
    expectFit(result.workingCorrelation, numberAt(values, 'alpha'), 'correlation', stored);
  });
});

describe('at the edges', () => {
  const of = (kind: Frame['outcomeKind'], people: readonly Row[], more: Partial<GeeOptions> = {}) =>
    gee(frameOf(['0', '1'], kind, people), [pair], { ...options, ...more })[0];
  const people = (...outcomes: readonly number[]): readonly Row[] =>
    outcomes.map((outcome, row) => ({ arm: String(Math.floor(row / 4)), outcome, cluster: row >> 1 }));

  it('no cluster, one cluster, one in an arm', () => {
    expect(codeOf(of('continuous', [{ arm: '0', outcome: 1 }]))).toBe('no-cluster');
    expect(
      codeOf(
        of(
          'continuous',
          people(1, 2, 3, 4).map((row) => ({ ...row, cluster: 1 })),
        ),
      ),
    ).toBe('one-cluster');
    expect(codeOf(of('continuous', people(1, 2, 3, 4, 5, 6)))).toBe('one-cluster-in-arm');
  });
  it('links that the outcome does not suit, and coefficients that are infinite', () => {
    expect(codeOf(of('continuous', people(1, 2, 3, 4, 5, 6, 7, 8), { link: 'logit' }))).toBe('not-binary');
    expect(codeOf(of('continuous', people(1, 2, 3, 4, 5, 6, 7, 8), { link: 'log' }))).toBe('not-count');
    expect(codeOf(of('binary', people(0, 0, 0, 0, 1, 0, 1, 1), { link: 'log' }))).toBe('separation');
    expect(codeOf(of('binary', people(1, 0, 1, 0, 1, 1, 1, 1), { link: 'logit' }))).toBe('separation');
  });
  it('a correlation without pairs, and one that a cluster cannot have', () => {
    const alone = people(1, 2, 3, 4, 5, 6, 7, 8).map((row, index) => ({ ...row, cluster: index }));
    expect(codeOf(of('continuous', alone))).toBe('singleton-clusters');
    expect(codeOf(of('continuous', people(1, 1, 3, 3, 5, 5, 8, 8)))).toBe('no-correlation');
  });
  it('clusters that do not vary', () => {
    const flat = people(1, 3, 3, 1, 5, 7, 7, 5);
    expect(codeOf(of('continuous', flat, { working: 'independence' }))).toBe('no-variation');
  });
});

describe.each(['independence', 'exchangeable'] as const)('%s whatever the data', (working) => {
  const figures = (own: Frame, _: unknown, people: readonly Person[]) => {
    const codes = Int32Array.from(people, ({ city, age }) => city * 10 + (age % 5));
    const names = [...new Set(codes)];
    const clustered = { ...own, cluster: codes.map((code) => names.indexOf(code)), clusterCount: names.length };
    return gee(clustered, [pair], { ...options, working, link: own.outcomeKind === 'binary' ? 'logit' : 'log' });
  };
  it.each(['binary', 'count'] as const)('%s outcomes', (kind) => {
    holdsInAnyOrder(kind, figures, 1e-7);
    holdsExpanded(kind, figures, 1e-7);
    holdsFinite(kind, figures);
  });
});
