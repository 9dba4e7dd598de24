/** Logistic and Poisson regression: longhand, against R on made-up data and real trials, at the edges, whatever the data. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ModelErrors } from '../../../analysis/estimators/glm-model.ts';
import { type LogisticOptions, logistic } from '../../../analysis/estimators/logistic.ts';
import { poisson } from '../../../analysis/estimators/poisson.ts';
import type { Contrast, Frame, FrameColumn } from '../../../analysis/frame.ts';
import { expectClosedForm, expectFit, isSameTail } from '../numbers/tolerance.ts';
import { frameOf, frameOfCounts, treatedAgainstReference as pair } from './frame-fixture.ts';
import { codeOf, given } from './given.ts';
import { holdsExpanded, holdsFinite, holdsInAnyOrder, type Person } from './invariance.ts';
import { type Cells, hasReferences, numberAt, trialRows, type Values, valuesOf } from './references.ts';

const options: LogisticOptions = { errors: 'model', report: 'odds-ratio', covariates: [], level: 0.95 };

const numbers = (name: string, values: readonly number[]): FrameColumn => ({
  kind: 'number',
  name,
  values: Float64Array.from(values),
});
function category(name: string, texts: readonly string[]): FrameColumn {
  const levels = [...new Set(texts)].sort();
  return { kind: 'category', name, levels, codes: Int32Array.from(texts, (text) => levels.indexOf(text)) };
}
function ratioOf(results: ReturnType<typeof logistic>, at = 0) {
  const figures = given(results[at]?.[0]);
  if (!('logEstimate' in figures)) throw new Error('no ratio');
  return figures;
}

describe('4 of 5 against 1 of 4, longhand', () => {
  const frame = frameOfCounts(4, 5, 1, 4);

  it('without covariates the odds ratio and its error are Woolf’s', () => {
    const figures = ratioOf(logistic(frame, [pair], options));
    expectClosedForm(figures.estimate, 12, 'odds ratio');
    expectClosedForm(figures.logStandardError, Math.sqrt(1 / 4 + 1 + 1 + 1 / 3), 'error');
    expect(figures.terms.map((term) => term.term)).toEqual(['(intercept)', 'arm=1']);
    expect(figures).toMatchObject({ quantity: 'odds-ratio', n: 9, distribution: 'normal' });
  });

  it('standardised, they are the plain risks', () => {
    const [found] = logistic(frame, [pair], { ...options, report: 'standardised' });
    const [difference, ratio, odds] = (found ?? []).map(given);
    if (difference === undefined || !('standardError' in difference)) throw new Error('no difference');
    expectClosedForm(difference.estimate, 0.55, 'difference');
    expectClosedForm(difference.standardError, Math.sqrt((0.8 * 0.2) / 5 + (0.25 * 0.75) / 4), 'error');
    expectClosedForm(ratio?.estimate ?? 0, 3.2, 'risk ratio');
    expectClosedForm(odds?.estimate ?? 0, 12, 'odds ratio');
    expect([difference.quantity, ratio?.quantity, odds?.quantity]).toEqual([
      'risk-difference',
      'risk-ratio',
      'odds-ratio',
    ]);
  });

  it('modified Poisson: the risk ratio with Katz’s error', () => {
    const figures = given(poisson(frame, [pair], { errors: 'HC0', offset: null, covariates: [], level: 0.95 })[0]);
    expectClosedForm(figures.estimate, 3.2, 'risk ratio');
    expectClosedForm(figures.logStandardError, Math.sqrt(1 / 4 - 1 / 5 + 1 - 1 / 4), 'error');
    expect(figures.quantity).toBe('risk-ratio');
  });

  it('events per exposure', () => {
    const counts = frameOf(['0', '1'], 'count', [
      { arm: '0', outcome: 2 },
      { arm: '1', outcome: 3 },
      { arm: '0', outcome: 0 },
      { arm: '1', outcome: 5 },
    ]);
    const offset = Float64Array.from([1, 2, 3, 0.5], Math.log);
    const figures = given(poisson(counts, [pair], { errors: 'model', offset, covariates: [], level: 0.95 })[0]);
    expectClosedForm(figures.estimate, 8 / 2.5 / (2 / 4), 'rate ratio');
    expectClosedForm(figures.logStandardError, Math.sqrt(1 / 8 + 1 / 2), 'error');
    expect(figures.quantity).toBe('rate-ratio');
  });
});

type Line = { readonly estimate: number; readonly standardError: number; readonly p: number };
type Row = {
  readonly home: number;
  readonly arm: string;
  readonly age: number;
  readonly region: string;
  readonly voted: number;
  readonly visits: number;
  readonly logExposure: number;
  readonly weight: number;
};
type Golden = {
  readonly people: readonly Row[];
  readonly logistic: readonly {
    readonly isWeighted: boolean;
    readonly errors: ModelErrors;
    readonly adjust: 'none' | 'additive';
    readonly n: number;
    readonly lines: readonly Line[];
  }[];
  readonly standardised: readonly {
    readonly isWeighted: boolean;
    readonly errors: ModelErrors;
    readonly adjust: 'none' | 'additive';
    readonly pair: readonly [string, string];
    readonly estimate: readonly number[];
    readonly standardError: readonly number[];
  }[];
  readonly poisson: readonly {
    readonly isWeighted: boolean;
    readonly errors: ModelErrors;
    readonly adjust: 'none' | 'additive';
    readonly outcome: 'voted' | 'visits';
    readonly offset: boolean;
    readonly lines: readonly Line[];
  }[];
};
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/generalised-models.golden.json', import.meta.url), 'utf8'),
);
const arms = ['standard', 'letter', 'visit'];
const contrasts: readonly Contrast[] = [pair, { treated: 2, reference: 0 }, { treated: 2, reference: 1 }];

function goldenFrame(isWeighted: boolean, outcome: 'voted' | 'visits'): Frame {
  const rows = golden.people.map((person) => ({
    ...{ arm: person.arm, outcome: person[outcome], cluster: person.home },
    ...(isWeighted ? { weight: person.weight } : {}),
  }));
  return frameOf(arms, outcome === 'voted' ? 'binary' : 'count', rows);
}
const adjusting = (adjust: 'none' | 'additive') =>
  adjust === 'none'
    ? []
    : [
        numbers(
          'age',
          golden.people.map(({ age }) => age),
        ),
        category(
          'region',
          golden.people.map(({ region }) => region),
        ),
      ];

function expectLines(results: readonly object[], terms: readonly object[], lines: readonly Line[]): void {
  const last = lines.at(-1);
  for (const [index, line] of lines.slice(0, -1).entries()) {
    const term = given(terms[index]) as Line & { readonly logP: number; readonly term: string }; // terms are such lines
    expectFit(term.estimate, line.estimate, `${term.term}, estimate`);
    expectFit(term.standardError, line.standardError, `${term.term}, error`);
    expect(Math.abs(term.logP - Math.log(line.p))).toBeLessThan(1e-7 * Math.max(1, Math.abs(Math.log(line.p))));
  }
  const between = results[2] as { readonly logEstimate: number; readonly logStandardError: number };
  expectFit(between.logEstimate, last?.estimate ?? Number.NaN, 'visit against letter');
  expectFit(between.logStandardError, last?.standardError ?? Number.NaN, 'its error');
}

describe('against R', () => {
  it.each(golden.logistic)('logistic $adjust, $errors, weighted $isWeighted', (expected) => {
    const { isWeighted, errors, adjust, n, lines } = expected;
    const all = logistic(goldenFrame(isWeighted, 'voted'), contrasts, {
      ...options,
      errors,
      covariates: adjusting(adjust),
    });
    const results = contrasts.map((_, index) => ratioOf(all, index));
    const [first] = results;
    expectLines(results, first?.terms ?? [], lines);
    expect(first?.n).toBe(n);
    expect([first?.clusters, first?.warning]).toEqual(
      errors === 'CR1' ? [60, undefined] : [undefined, 'ignores-clustering'],
    );
  });

  it.each(golden.standardised)('standardised $pair, $adjust, $errors, weighted $isWeighted', (expected) => {
    const { isWeighted, errors, adjust, estimate, standardError } = expected;
    const contrast = { treated: arms.indexOf(expected.pair[0]), reference: arms.indexOf(expected.pair[1]) };
    const settings = { ...options, errors, report: 'standardised', covariates: adjusting(adjust) } as const;
    const [found = []] = logistic(goldenFrame(isWeighted, 'voted'), [contrast], settings);
    expect(found).toHaveLength(3);
    for (const [index, one] of found.map(given).entries()) {
      const isRatio = 'logEstimate' in one;
      expectFit(isRatio ? one.logEstimate : one.estimate, estimate[index] ?? 0, one.quantity);
      expectFit(
        isRatio ? one.logStandardError : one.standardError,
        standardError[index] ?? 0,
        `${one.quantity}, error`,
      );
      if (isRatio) expectClosedForm(Math.log(one.estimate), one.logEstimate, 'a ratio and its log');
    }
  });

  it.each(golden.poisson)('Poisson $outcome, $adjust, offset $offset, $errors, weighted $isWeighted', (expected) => {
    const { isWeighted, errors, adjust, outcome, lines } = expected;
    const offset = expected.offset ? Float64Array.from(golden.people, ({ logExposure }) => logExposure) : null;
    const settings = { errors, offset, covariates: adjusting(adjust), level: 0.95 };
    const results = poisson(goldenFrame(isWeighted, outcome), contrasts, settings).map(given);
    expectLines(results, results[0]?.terms ?? [], lines);
  });
});

describe.skipIf(!hasReferences)('real trials', () => {
  const known =
    (...names: readonly string[]) =>
    (row: Cells) =>
      names.every((name) => !['', 'NA'].includes(row[name] ?? ''));
  const ofRows = (rows: readonly Cells[], arm: string, levels: readonly string[], outcome: string, cluster?: string) =>
    frameOf(
      levels,
      'binary',
      rows.map((row) => ({
        ...{ arm: row[arm] ?? '', outcome: Number(row[outcome]) },
        ...(cluster === undefined ? {} : { cluster: row[cluster] ?? '' }),
      })),
    );
  const covariate = (rows: readonly Cells[], name: string) =>
    numbers(
      name,
      rows.map((row) => Number(row[name])),
    );

  function expectTerms(figures: ReturnType<typeof ratioOf>, values: Values, names: readonly string[]): void {
    for (const [index, name] of names.entries()) {
      const term = given(figures.terms[index]);
      expectFit(term.estimate, numberAt(values, name, 'estimate'), `${name}, estimate`);
      expectFit(term.standardError, numberAt(values, name, 'se'), `${name}, error`);
    }
  }

  function expectMarginal(found: readonly object[], values: Values): void {
    for (const [index, name] of ['rd', 'log_rr', 'log_or'].entries()) {
      const one = given(found[index]) as Readonly<Record<string, number>>; // one of the three measures
      expectFit(Number(one.logEstimate ?? one.estimate), numberAt(values, name, 'estimate'), `${name}, estimate`);
      expectFit(Number(one.logStandardError ?? one.standardError), numberAt(values, name, 'se'), `${name}, error`);
    }
  }

  // Reading 344,084 rows is most of the time these two take.
  const patience = 300_000;
  it('social pressure: five arms, model, HC0 and by household', { timeout: patience }, () => {
    const levels = ['Control', 'Civic Duty', 'Hawthorne', 'Neighbors', 'Self'];
    const frame = ofRows(trialRows('ggl2008.csv.gz'), 'treatment', levels, 'voted', 'hh_id');
    const names = ['(Intercept)', ...levels.slice(1).map((level) => `arm${level}`)];
    for (const [errors, id] of [
      ['HC0', 'logit.arm.HC0'],
      ['CR1', 'logit.arm.cl_hh'],
    ] as const) {
      expectTerms(ratioOf(logistic(frame, [pair], { ...options, errors })), valuesOf('ggl2008', id), names);
    }
    const { terms } = valuesOf('ggl2008', 'logit.arm');
    expectTerms(ratioOf(logistic(frame, [pair], options)), terms as Values, names); // the terms of a glm
  });

  it('Neighbors with covariates, standardised, by household', { timeout: patience }, () => {
    const all = ['g2000', 'g2002', 'p2000', 'p2002', 'p2004', 'female'];
    const rows = trialRows('ggl2008.csv.gz').filter(({ treatment = '' }) =>
      ['Control', 'Neighbors'].includes(treatment),
    );
    const age = numbers(
      'age',
      rows.map(({ yob }) => 2006 - Number(yob)),
    );
    const female = numbers(
      'female',
      rows.map((row) => Number(row.sex === 'female' || row.female === '1')),
    );
    const covariates = [...all.slice(0, -1).map((name) => covariate(rows, name)), female, age];
    const frame = ofRows(rows, 'treatment', ['Control', 'Neighbors'], 'voted', 'hh_id');
    const values = valuesOf('ggl2008', 'logit.adjusted');
    const figures = ratioOf(logistic(frame, [pair], { ...options, covariates }));
    expectTerms(figures, values.terms as Values, ['(Intercept)', 'neighbors', ...all, 'age']); // the terms of a glm
    for (const [errors, id] of [
      ['model', 'gcomp.model'],
      ['CR1', 'gcomp.cl_hh'],
    ] as const) {
      const [found = []] = logistic(frame, [pair], { ...options, report: 'standardised', errors, covariates });
      expectMarginal(found, valuesOf('ggl2008', id));
    }
  });

  it('precincts', () => {
    const frame = ofRows(trialRows('arceneaux2005.csv'), 'z', ['0', '1'], 'voted03', 'precinct');
    const figures = ratioOf(logistic(frame, [pair], { ...options, errors: 'CR1' }));
    expectTerms(figures, valuesOf('arceneaux2005', 'logit.cl'), ['(Intercept)', 'z']);
    const [found = []] = logistic(frame, [pair], { ...options, report: 'standardised', errors: 'CR1' });
    expectMarginal(found, valuesOf('arceneaux2005', 'gcomp.cl'));
  });

  it('cities and walks', () => {
    const rows = trialRows('ggn2003.csv')
      .filter(known('voted01', 'treat', 'city', 'voted00'))
      .map((row): Cells => ({ ...row, walk: `${row.city} ${row.turf}` }));
    const covariates = [
      category(
        'city',
        rows.map(({ city = '' }) => city),
      ),
      covariate(rows, 'voted00'),
    ];
    const frame = ofRows(rows, 'treat', ['0', '1'], 'voted01', 'walk');
    const names = [
      '(Intercept)',
      'treat',
      'siteColumbus',
      'siteDetroit',
      'siteMinneapolis',
      'siteRaleigh',
      'siteSt Paul',
    ];
    const values = valuesOf('ggn2003', 'logit.site.cl_turf');
    const present = names.map((name) => (name in values ? name : name.replace('St Paul', 'St. Paul')));
    expectTerms(ratioOf(logistic(frame, [pair], { ...options, errors: 'CR1', covariates })), values, present);
    const [found = []] = logistic(frame, [pair], { ...options, report: 'standardised', covariates });
    expectMarginal(found, valuesOf('ggn2003', 'gcomp.site'));
  });
});

describe('at the edges', () => {
  const one = (frame: Frame, more: Partial<LogisticOptions> = {}) =>
    logistic(frame, [pair], { ...options, ...more })[0]?.[0];

  it('an arm in which nobody, or everybody, has the outcome', () => {
    expect(codeOf(one(frameOfCounts(0, 5, 2, 4)))).toBe('separation');
    expect(codeOf(one(frameOfCounts(5, 5, 2, 4)))).toBe('separation');
    const [refused] = poisson(frameOfCounts(0, 5, 2, 4), [pair], {
      errors: 'HC0',
      offset: null,
      covariates: [],
      level: 0.95,
    });
    expect(codeOf(refused)).toBe('separation');
    const [full] = poisson(frameOfCounts(5, 5, 2, 4), [pair], {
      errors: 'HC0',
      offset: null,
      covariates: [],
      level: 0.95,
    });
    expectClosedForm(given(full).estimate, 2, 'everybody has a finite risk');
  });
  it('a covariate that separates the outcomes, wholly or in one level', () => {
    const frame = frameOf(
      ['0', '1'],
      'binary',
      [0, 1, 0, 1, 1, 0, 1, 0].map((outcome, row) => ({ arm: String(row % 2), outcome })),
    );
    const whole = numbers('x', [1, 9, 2, 8, 7, 3, 6, 1.5]);
    expect(codeOf(one(frame, { covariates: [whole] }))).toBe('separation');
    const level = category('c', ['a', 'b', 'a', 'a', 'b', 'a', 'a', 'a']);
    expect(one(frame, { covariates: [level] })).toMatchObject({
      notEstimable: { code: 'separation', reason: expect.stringContaining('Everybody with c = b has the outcome') },
    });
    const nobody = numbers('late', [0, 0, 1, 0, 0, 1, 0, 0]);
    const settings = { errors: 'HC0', offset: null, covariates: [nobody], level: 0.95 } as const;
    expect(poisson(frame, [pair], settings)[0]).toMatchObject({
      notEstimable: { code: 'separation', reason: expect.stringContaining('Nobody with late = 1 has the outcome') },
    });
  });
  it('a covariate that others determine, or that does not vary', () => {
    const frame = frameOfCounts(3, 5, 2, 4);
    const x = Array.from({ length: frame.rows }, (_, row) => row);
    expect(
      codeOf(
        one(frame, {
          covariates: [
            numbers(
              'x',
              x.map(() => 1),
            ),
          ],
        }),
      ),
    ).toBe('collinear');
    const arm = numbers('arm', [...frame.arm]);
    expect(codeOf(one(frame, { covariates: [arm] }))).toBe('collinear');
  });
  it('CR1 without clusters, with one, and with one in an arm', () => {
    const errors = 'CR1';
    const mixed = [1, 0, 1, 0, 0, 1].map((outcome, row) => ({ arm: String(row % 3 > 0 ? 1 : 0), outcome }));
    expect(codeOf(one(frameOf(['0', '1'], 'binary', mixed), { errors }))).toBe('no-cluster');
    expect(
      codeOf(
        one(
          frameOf(
            ['0', '1'],
            'binary',
            mixed.map((row) => ({ ...row, cluster: 1 })),
          ),
          { errors },
        ),
      ),
    ).toBe('one-cluster');
    const alone = mixed.map((row, index) => ({ ...row, cluster: row.arm === '0' ? 9 : index }));
    expect(codeOf(one(frameOf(['0', '1'], 'binary', alone), { errors }))).toBe('one-cluster-in-arm');
  });
  it('an empty arm refuses its contrast, the other stands', () => {
    const counted = frameOfCounts(3, 5, 2, 4);
    const frame = { ...counted, arms: [...counted.arms, 'nobody'] };
    const [there, empty] = logistic(frame, [pair, { treated: 2, reference: 0 }], options);
    expect(given(there?.[0]).n).toBe(9);
    expect(codeOf(empty?.[0])).toBe('empty-arm');
  });
  it('outcomes of another kind', () => {
    const frame = frameOf(['0', '1'], 'continuous', [{ arm: '0', outcome: 1 }]);
    expect(codeOf(one(frame))).toBe('not-binary');
    expect(codeOf(poisson(frame, [pair], { errors: 'model', offset: null, covariates: [], level: 0.95 })[0])).toBe(
      'not-count',
    );
  });
  it('p that underflows keeps its log', () => {
    const figures = ratioOf(logistic(frameOfCounts(90_000, 100_000, 10_000, 100_000), [pair], options));
    expect(figures.p).toBe(0);
    expect(figures.logP).toBeLessThan(-745);
    expect(isSameTail(figures.p, figures.logP, 0, figures.logP)).toBe(true);
  });
});

describe('whatever the data', () => {
  const adjusted = (frame: Frame, _: unknown, people: readonly Person[]) => {
    const covariates = [
      numbers(
        'age',
        people.map(({ age }) => age),
      ),
    ];
    return (['odds-ratio', 'standardised'] as const).map((report) =>
      logistic(frame, [pair], { ...options, report, errors: 'HC0', covariates }),
    );
  };
  const counted = (frame: Frame) =>
    poisson(frame, [pair], { errors: 'HC0', offset: null, covariates: [], level: 0.95 });
  it('any order', () => holdsInAnyOrder('binary', adjusted, 1e-6));
  it('weights', () => holdsExpanded('binary', adjusted, 1e-6));
  it('finite', () => holdsFinite('binary', adjusted));
  it('counts in any order', () => holdsInAnyOrder('count', counted, 1e-9));
  it('weighted counts', () => holdsExpanded('count', counted, 1e-9));
  it('finite counts', () => holdsFinite('count', counted));
});
