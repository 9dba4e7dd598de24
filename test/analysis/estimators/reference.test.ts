/**
 * The built methods against the references that R computed from real trials (../shared/reference), where they are present.
 * Two-arm records of a binary outcome come with their counts; the others are read from the trial's own file.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chiSquared } from '../../../analysis/estimators/chi-squared.ts';
import type { DifferenceInterval, LinearErrors, ProportionInterval } from '../../../analysis/estimators/estimator.ts';
import { isNotGiven } from '../../../analysis/estimators/estimator.ts';
import { icc } from '../../../analysis/estimators/icc.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import { proportions } from '../../../analysis/estimators/proportions.ts';
import { riskDifference } from '../../../analysis/estimators/risk-difference.ts';
import type { Frame } from '../../../analysis/frame.ts';
import { expectClosedForm, expectScoreBound, isSameTail } from '../numbers/tolerance.ts';
import { frameOf, frameOfCounts, treatedAgainstReference } from './frame-fixture.ts';
import { bounds, given } from './given.ts';

const shared = fileURLToPath(new URL('../../../../shared/', import.meta.url));
const isPresent = existsSync(`${shared}reference/INDEX.md`) && existsSync(`${shared}data`);
if (!isPresent) console.log('skipped: no reference results at ../shared (see shared/reference/INDEX.md)');
const level = 0.95;

type Values = { readonly [key: string]: Value };
type Value = number | string | null | Values | readonly Value[];
type Reference = { readonly id: string; readonly inputs: Values; readonly values: Values };

function references(dataset: string): readonly Reference[] {
  return JSON.parse(readFileSync(`${shared}reference/${dataset}.json`, 'utf8')).results;
}

function group(values: Values, ...path: readonly string[]): Values {
  const [key, ...rest] = path;
  if (key === undefined) return values;
  const inner = values[key];
  if (typeof inner !== 'object' || inner === null) throw new Error(`the reference has no ${key}`);
  return group(inner as Values, ...rest); // an object of a parsed reference
}

function number(values: Values, key: string): number {
  const value = values[key];
  if (value === 'Inf') return Number.POSITIVE_INFINITY;
  if (typeof value !== 'number') throw new Error(`${key} of the reference is ${JSON.stringify(value)}`);
  return value;
}

function expectBounds(interval: readonly [number | string, number | string], values: Values, label: string): void {
  const [low, high] = bounds(interval);
  expectClosedForm(low, number(values, 'ci_low'), `${label}, lower`);
  expectClosedForm(high, number(values, 'ci_high'), `${label}, upper`);
}

/** p of a reference, and its log: R's records of tiny ones come from pnorm and pt, whose own logs are looser than their p. */
function expectP(ours: { readonly p: number; readonly logP: number }, p: number, label: string): void {
  if (p < 1e-300) expect(ours.logP, label).toBeLessThan(-690);
  else expect(isSameTail(ours.p, ours.logP, p, Math.log(p)), `${label}: p ${ours.p}, expected ${p}`).toBe(true);
}

const datasets = isPresent
  ? JSON.parse(readFileSync(`${shared}reference/MANIFEST.json`, 'utf8')).map(
      (entry: { dataset: string }) => entry.dataset,
    )
  : [];
const twoArms: readonly (Reference & { readonly dataset: string; readonly kind: string })[] = datasets.flatMap(
  (dataset: string) =>
    references(dataset)
      .filter(({ inputs }) => typeof inputs === 'object' && inputs !== null && 'x1' in inputs && 'n0' in inputs)
      .map((record) => ({ ...record, dataset, kind: record.id.slice(record.id.lastIndexOf('.') + 1) })),
);

const differenceOf: Readonly<Record<string, DifferenceInterval>> = {
  rd_wald: 'wald',
  rd_newcombe: 'newcombe',
  rd_newcombe_cc: 'newcombe-continuity',
  rd_agresti_caffo: 'agresti-caffo',
  rd_mn: 'miettinen-nurminen',
};
const intervals: readonly ProportionInterval[] = ['wald', 'wilson', 'clopper-pearson', 'jeffreys', 'agresti-coull'];
const errorsOf: Readonly<Record<string, LinearErrors>> = {
  ols_classical: 'classical',
  ols_HC0: 'HC0',
  ols_HC1: 'HC1',
  ols_HC2: 'HC2',
  ols_HC3: 'HC3',
};

function checkProportion(frame: Frame, arm: number, values: Values): void {
  for (const interval of intervals) {
    const row = given(given(proportions(frame, { interval, level })).rows[arm]);
    const expected = values[interval.replace('-', '_')];
    if (!Array.isArray(expected)) throw new Error(`no ${interval} in the reference`);
    const [low, high] = bounds(row.interval);
    expectClosedForm(low, expected[0], `${interval}, lower`);
    expectClosedForm(high, expected[1], `${interval}, upper`);
  }
}

function checkDifference(frame: Frame, interval: DifferenceInterval, values: Values): void {
  const result = riskDifference(frame, treatedAgainstReference, { interval, level });
  if (interval === 'wald' && values.se === 0) {
    expect(result).toMatchObject({ notEstimable: { code: 'no-variation' } });
    return;
  }
  const figures = given(result);
  if (interval === 'miettinen-nurminen') {
    const [low, high] = bounds(figures.interval);
    expectScoreBound(low, number(values, 'ci_low'), 'lower');
    expectScoreBound(high, number(values, 'ci_high'), 'upper');
    return;
  }
  expectBounds(figures.interval, values, interval);
  if (interval !== 'wald' || !('standardError' in figures)) return;
  expectClosedForm(figures.estimate, number(values, 'estimate'), 'estimate');
  expectClosedForm(figures.standardError, number(values, 'se'), 'standard error');
  expectP(figures, number(values, 'p'), 'Wald');
}

function checkChiSquared(
  frame: Frame,
  over: 'all-arms' | typeof treatedAgainstReference,
  continuity: boolean,
  values: Values,
) {
  const result = given(chiSquared(frame, over, { continuity }));
  expectClosedForm(result.statistic, number(group(values, 'statistic'), 'X-squared'), 'statistic');
  expect(result.df).toBe(number(group(values, 'parameter'), 'df'));
  expectP(result, number(values, 'p.value'), 'chi-squared');
}

/** A standard error of R that is nothing but rounding, where ours says that nothing varies. */
const leftOver = 1e-15;

/** R's term names in the order of the frame's arms; the first is the intercept. */
function checkLinear(frame: Frame, errors: LinearErrors, values: Values, names: readonly string[]): void {
  const [result] = linear(frame, [treatedAgainstReference], { errors, level });
  if (result !== undefined && isNotGiven(result)) {
    expect(result.notEstimable.code).toBe('no-variation');
    for (const name of names) expect(number(group(values, 'terms', name), 'se')).toBeLessThan(leftOver);
    return;
  }
  const { terms } = given(result);
  for (const [index, name] of names.entries()) {
    const expected = group(values, 'terms', name);
    const term = terms[index];
    if (term === undefined) throw new Error(`no term for ${name}`);
    if ('notEstimable' in term) {
      expect(number(expected, 'se'), `${name}: ${term.notEstimable.code}`).toBeLessThan(leftOver);
      continue;
    }
    expectClosedForm(term.estimate, number(expected, 'estimate'), `${name}, estimate`);
    expectClosedForm(term.standardError, number(expected, 'se'), `${name}, standard error`);
    expectClosedForm(term.df, number(expected, 'df'), `${name}, degrees of freedom`);
    expectBounds(term.interval, expected, name);
    if (Math.abs(term.statistic) > 1e-6) expectP(term, number(expected, 'p'), name);
  }
}

describe.skipIf(!isPresent)('two arms of a binary outcome', () => {
  const ofKind = (...kinds: readonly string[]) => twoArms.filter(({ kind }) => kinds.includes(kind));
  const frame = ({ inputs }: Reference) =>
    frameOfCounts(number(inputs, 'x1'), number(inputs, 'n1'), number(inputs, 'x0'), number(inputs, 'n0'));

  it('all forty-three comparisons are there', () => expect(ofKind('rd_mn').length).toBeGreaterThanOrEqual(43));

  it.each(ofKind('ci_treated', 'ci_control'))('$dataset $id', (record) =>
    checkProportion(frame(record), record.kind === 'ci_treated' ? 1 : 0, record.values),
  );

  it.each(ofKind(...Object.keys(differenceOf)))('$dataset $id', (record) =>
    checkDifference(frame(record), differenceOf[record.kind] ?? 'wald', record.values),
  );

  it.each(ofKind('chisq', 'chisq_yates'))('$dataset $id', (record) =>
    checkChiSquared(frame(record), treatedAgainstReference, record.kind === 'chisq_yates', record.values),
  );

  it.each(ofKind(...Object.keys(errorsOf)))('$dataset $id', (record) =>
    checkLinear(frame(record), errorsOf[record.kind] ?? 'HC2', record.values, ['(Intercept)', 'z']),
  );
});

type Cells = Readonly<Record<string, string>>;
const files = new Map<string, readonly Cells[]>();

/** The rows of a trial's file; none of these files has a line break or a doubled quote inside a field. */
function table(file: string): readonly Cells[] {
  const known = files.get(file);
  if (known !== undefined) return known;
  const bytes = readFileSync(`${shared}data/${file}`);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const split = (line: string) =>
    [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('"', ''));
  const names = split(header);
  const rows = lines.map((line) => {
    const cells = split(line);
    return Object.fromEntries(names.map((name, index) => [name, (cells[index] ?? '').trim()]));
  });
  files.set(file, rows);
  return rows;
}

type Trial = {
  readonly dataset: string;
  readonly file: string;
  readonly kind: Frame['outcomeKind'];
  readonly outcome: (row: Cells) => string;
  readonly arm: (row: Cells) => string;
  /** Level of each arm, and R's name of its term. */
  readonly arms: Readonly<Record<string, string>>;
  readonly cluster?: (row: Cells) => string;
  readonly rows?: (row: Cells) => boolean;
  /** The reference's id for each kind of errors. */
  readonly linear?: Readonly<Partial<Record<LinearErrors, string>>>;
  readonly chiSquared?: string;
  readonly icc?: string;
};

const column = (name: string) => (row: Cells) => row[name] ?? '';
const hc = (prefix: string): NonNullable<Trial['linear']> => ({
  classical: `${prefix}.classical`,
  HC1: `${prefix}.HC1`,
  HC2: `${prefix}.HC2`,
  HC3: `${prefix}.HC3`,
});
const cr = (prefix: string): NonNullable<Trial['linear']> => ({
  CR0: `${prefix}.CR0`,
  CR1S: `${prefix}.stata`,
  CR2: `${prefix}.CR2`,
});
/** R's CR2 does not get through 180,002 households. */
const byHousehold = { CR0: 'ols.cluster_hh.CR0', CR1S: 'ols.cluster_hh.stata' };
const one = () => 'all';
const everybody = { all: '(Intercept)' };
const neighbours = {
  Control: '(Intercept)',
  'Civic Duty': 'armCivic Duty',
  Hawthorne: 'armHawthorne',
  Neighbors: 'armNeighbors',
  Self: 'armSelf',
};
const social = { dataset: 'ggl2008', file: 'ggl2008.csv.gz', kind: 'binary', outcome: column('voted') } as const;
const precincts = {
  dataset: 'arceneaux2005',
  file: 'arceneaux2005.csv',
  kind: 'binary',
  cluster: column('precinct'),
} as const;
const india = { dataset: 'women_india2004', file: 'women_india2004.csv', cluster: column('GP') } as const;
const star = {
  dataset: 'star_k',
  file: 'star_k.csv',
  kind: 'continuous',
  outcome: (row: Cells) => (row.readk === '' || row.mathk === '' ? '' : String(Number(row.readk) + Number(row.mathk))),
} as const;
const kenya = {
  dataset: 'kenya_registration',
  file: 'kenya_registration.csv',
  kind: 'continuous',
  outcome: column('reg_byrv13'),
} as const;
const israel = (sex: 'Girl' | 'Boy'): Trial => ({
  dataset: 'achievement_awards',
  file: 'achievement_awards.csv',
  kind: 'binary',
  outcome: column('Bagrut_status'),
  arm: column('treated'),
  arms: { '0': '(Intercept)', '1': 'treated' },
  cluster: column('school_id'),
  rows: (row) => row.year === '2001' && row.sex === sex,
  linear: cr(`${sex.toLowerCase()}.ols`),
});
const villages = {
  dataset: 'thornton_hiv',
  file: 'thornton_hiv.csv',
  kind: 'binary',
  outcome: column('got'),
  cluster: column('villnum'),
} as const;
const ulcers = (study: string): Trial => ({
  dataset: 'lanza',
  file: 'lanza.csv',
  kind: 'ordinal',
  outcome: column('classification'),
  arm: column('treatment'),
  arms: { Misoprostol: '', Placebo: '' },
  rows: (row) => row.study === study,
  chiSquared: `study_${study}.chisq`,
});

const trials: readonly Trial[] = [
  { ...social, arm: column('treatment'), arms: neighbours, linear: { ...hc('ols'), HC0: 'ols.HC0' } },
  { ...social, arm: column('treatment'), arms: neighbours, cluster: column('hh_id'), linear: byHousehold },
  {
    ...social,
    arm: column('treatment'),
    arms: neighbours,
    cluster: column('hh_id'),
    rows: (row) => Number(row.cluster) <= 200,
    linear: cr('sub200.ols'),
  },
  {
    ...social,
    arm: column('treatment'),
    arms: { Control: '(Intercept)' },
    cluster: column('hh_id'),
    rows: (row) => row.treatment === 'Control',
    icc: 'icc.control',
  },
  {
    ...precincts,
    outcome: column('voted03'),
    arm: column('z'),
    arms: { '0': '(Intercept)', '1': 'z' },
    linear: cr('ols'),
  },
  {
    ...precincts,
    outcome: column('contact'),
    arm: column('z'),
    arms: { '0': '(Intercept)', '1': 'z' },
    linear: { CR1S: 'first_stage' },
  },
  { ...precincts, outcome: column('voted03'), arm: one, arms: everybody, icc: 'icc' },
  {
    ...precincts,
    outcome: column('voted03'),
    arm: one,
    arms: everybody,
    rows: (row) => row.z === '0',
    icc: 'icc.control',
  },
  ...(['water', 'irrigation', 'female'] as const).map(
    (name): Trial => ({
      ...india,
      kind: name === 'female' ? 'binary' : 'count',
      outcome: column(name),
      arm: column('reserved'),
      arms: { '0': '(Intercept)', '1': 'reserved' },
      linear: name === 'water' ? { ...cr(name), HC2: 'water.HC2' } : cr(name),
    }),
  ),
  { ...india, kind: 'count', outcome: column('water'), arm: one, arms: everybody, icc: 'water.icc' },
  {
    ...star,
    arm: column('arm'),
    arms: { regular: '(Intercept)', small: 'armsmall', 'regular+aide': 'armregular+aide' },
    cluster: column('school'),
    linear: { ...hc('ols'), ...cr('cl_school') },
  },
  {
    ...star,
    arm: one,
    arms: everybody,
    cluster: column('school'),
    rows: (row) => row.arm === 'regular',
    icc: 'icc_school',
  },
  {
    ...kenya,
    arm: column('treatment'),
    arms: {
      control: '(Intercept)',
      canvass: 'armcanvass',
      local: 'armlocal',
      'local + canvass': 'armlocal + canvass',
      'local + SMS': 'armlocal + SMS',
      SMS: 'armSMS',
    },
    linear: hc('ols'),
  },
  { ...kenya, arm: one, arms: everybody, cluster: column('block'), icc: 'icc_block' },
  israel('Girl'),
  israel('Boy'),
  { ...israel('Girl'), arm: one, arms: everybody, linear: {}, icc: 'girl.icc' },
  { ...villages, arm: column('any'), arms: { '0': '(Intercept)', '1': 'any' }, linear: cr('ols') },
  { ...villages, arm: column('any'), arms: { '0': '' }, rows: (row) => row.any === '0', icc: 'icc' },
  {
    dataset: 'social_insure',
    file: 'social_insure.csv',
    kind: 'binary',
    outcome: column('takeup_survey'),
    arm: column('intensive'),
    arms: { '0': '(Intercept)', '1': 'intensive' },
    cluster: column('address'),
    linear: cr('ols'),
  },
  {
    dataset: 'resume2004',
    file: 'resume2004.csv',
    kind: 'binary',
    outcome: column('call'),
    arm: column('black'),
    arms: { '0': '(Intercept)', '1': 'black' },
    cluster: column('firstname'),
    linear: cr('cl_name'),
  },
  {
    dataset: 'respiratory',
    file: 'respiratory.csv',
    kind: 'binary',
    outcome: column('outcome'),
    arm: one,
    arms: everybody,
    cluster: (row) => `${row.center} ${row.id}`,
    icc: 'icc',
  },
  {
    dataset: 'ggn2003',
    file: 'ggn2003.csv',
    kind: 'binary',
    outcome: column('voted01'),
    arm: one,
    arms: everybody,
    cluster: (row) => `${row.city} ${row.turf}`,
    icc: 'icc.turf',
  },
  {
    dataset: 'nsw_dw',
    file: 'nsw_dw.csv',
    kind: 'continuous',
    outcome: column('re78'),
    arm: column('treat'),
    arms: { '0': '(Intercept)', '1': 'treat' },
    linear: { ...hc('ols'), HC0: 'ols.HC0' },
  },
  {
    dataset: 'outvote2018',
    file: 'outvote2018.csv.gz',
    kind: 'binary',
    outcome: column('Y'),
    arm: column('Z'),
    arms: { '0': '(Intercept)', '1': 'Z' },
    linear: { ...hc('full.itt'), HC0: 'full.itt.HC0' },
  },
  ...['I', 'II', 'III', 'IV'].map(ulcers),
];

function frameOfTrial({ file, kind, outcome, arm, arms, cluster, rows = () => true }: Trial): Frame {
  const levels = Object.keys(arms);
  const used = table(file).filter(
    (row) => rows(row) && levels.includes(arm(row)) && !['', 'NA'].includes(outcome(row)) && cluster?.(row) !== '',
  );
  return frameOf(
    levels,
    kind,
    used.map((row) => ({
      arm: arm(row),
      outcome: Number(outcome(row)),
      ...(cluster === undefined ? {} : { cluster: cluster(row) }),
    })),
  );
}

function valuesOf(dataset: string, id: string): Values {
  const record = references(dataset).find((reference) => reference.id === id);
  if (record === undefined) throw new Error(`${dataset} has no reference ${id}`);
  return record.values;
}

describe.skipIf(!isPresent)('trials from their own rows', () => {
  const cases = trials.map((trial) => ({
    trial,
    dataset: trial.dataset,
    which: JSON.stringify(trial.linear ?? trial.icc ?? trial.chiSquared),
  }));

  it.each(cases)('$dataset $which', ({ trial }) => {
    const frame = frameOfTrial(trial);
    for (const [errors, id] of Object.entries(trial.linear ?? {})) {
      checkLinear(frame, errors as LinearErrors, valuesOf(trial.dataset, id), Object.values(trial.arms)); // keys of `linear`
    }
    if (trial.chiSquared !== undefined)
      checkChiSquared(frame, 'all-arms', true, valuesOf(trial.dataset, trial.chiSquared));
    if (trial.icc === undefined) return;
    const values = valuesOf(trial.dataset, trial.icc);
    const result = given(icc(frame, { level }));
    expectClosedForm(result.estimate, number(values, 'icc'), 'estimate');
    expectClosedForm(result.cvSize, number(values, 'cv_size'), 'variation of size');
    expect([result.clusters, result.n]).toEqual([number(values, 'k'), number(values, 'n')]);
  });

  it('the log of p where p underflows: Gerber, Green & Larimer by household', () => {
    const [ours] = trials.filter(({ linear: ids }) => ids?.CR1S === 'ols.cluster_hh.stata').map(frameOfTrial);
    if (ours === undefined) throw new Error('the trial is not in the list');
    const values = valuesOf('ggl2008', 'ols.log_p');
    const [result] = linear(ours, [treatedAgainstReference], { errors: 'CR1S', level });
    for (const [index, name] of Object.values(neighbours).entries()) {
      const term = given(given(result).terms[index]);
      const expected = number(values, name);
      expect(Math.abs(term.logP - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(1e-9);
    }
  });
});
