/** What each scheme asks of a protocol: refused at its path with the reason, or warned of with the evidence. */
import { describe, expect, test } from 'vitest';
import { decimalFault } from '../../src/trial/decimal.ts';
import { parseProtocol } from '../../src/trial/protocol.ts';
import { protocolFindings } from '../../src/trial/protocol-rules.ts';
import { protocolWarnings } from '../../src/trial/protocol-warnings.ts';
import { changed } from './changed-protocol.ts';

const offer = 'ceremony-offer';
const pack = 'welcome-pack';
type Changes = Readonly<Record<string, unknown>>;

const minimised = (factors: readonly unknown[], randomShare = 0.2) => ({
  scheme: { kind: 'minimisation', factors, randomShare },
});
const balanced = (covariates: readonly unknown[]) => ({ scheme: { kind: 'rerandomised', covariates, threshold: 1 } });

function problemsOf(slug: string, changes: Changes): readonly string[] {
  const parsed = parseProtocol(changed(slug, changes));
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}

function warningsOf(slug: string, changes: Changes): readonly string[] {
  const parsed = parseProtocol(changed(slug, changes));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return protocolWarnings(parsed.value).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('every scheme can be asked for', () => {
  test.each<[string, string, Changes]>([
    ['cohorts of ceremonies', offer, { scheme: { kind: 'cohort' } }],
    ['big stick', offer, { scheme: { kind: 'big-stick', limit: 2 } }],
    ['minimisation of households', pack, { strata: ['borough'], ...minimised(['group_size']) }],
    [
      'minimisation of ceremonies over boroughs, without strata',
      offer,
      { strata: [], ...minimised(['borough', 'weekday']) },
    ],
    ['minimisation at 2:1:1', pack, { strata: [], 'arms.0.ratio': 2, ...minimised([{ name: 'borough', weight: 3 }]) }],
    ['rerandomisation', pack, balanced(['people', { column: 'hall', as: 'category' }])],
    [
      'rerandomised attendees by age',
      pack,
      { unit: 'attendee', ...balanced([{ column: 'age_band', as: 'category' }]) },
    ],
  ])('%s', (_, slug, changes) => {
    expect(problemsOf(slug, changes)).toEqual([]);
  });
});

describe('refused, with the reason', () => {
  test.each<[string, string, Changes, string, string]>([
    [
      'a big stick at 2:1:1',
      offer,
      { 'arms.0.ratio': 2, scheme: { kind: 'big-stick', limit: 2 } },
      'scheme.kind',
      'these are 2:1:1',
    ],
    ['a factor twice', pack, { strata: [], ...minimised(['borough', 'borough']) }, 'scheme.factors[1]', 'named twice'],
    ['a factor that is a stratum', pack, minimised(['borough']), 'scheme.factors[0]', 'is a stratum'],
    ['ages of households', pack, minimised(['age_band']), 'scheme.factors[0]', 'cannot be balanced on it'],
    ['a factor called "arm"', pack, minimised(['arm']), 'scheme.factors[0]', 'another column'],
    ['a factor with a capital letter', pack, minimised(['Hall']), 'scheme.factors[0]', 'name of a variable'],
    [
      'ceremonies without their boroughs',
      offer,
      { strata: [], ...minimised(['weekday']) },
      'strata',
      'among the factors',
    ],
    ['a covariate twice', pack, balanced(['people', 'people']), 'scheme.covariates[1]', 'named twice'],
    [
      'group sizes of ceremonies',
      offer,
      balanced([{ column: 'group_size', as: 'category' }]),
      'scheme.covariates[0]',
      'cannot be balanced',
    ],
    [
      'a covariate that is a stratum',
      pack,
      balanced([{ column: 'borough', as: 'category' }]),
      'scheme.covariates[0]',
      'is a stratum',
    ],
    [
      'ages as numbers',
      pack,
      { unit: 'attendee', ...balanced(['age_band']) },
      'scheme.covariates[0]',
      '"as": "category"',
    ],
  ])('%s', (_, slug, changes, path, message) => {
    const found = problemsOf(slug, changes).filter((problem) => problem.startsWith(`${path}: `));
    expect(found.join()).toContain(message);
  });

  test('randomisation inference after minimisation without a random share, and only then', () => {
    const estimators = { 'analysis.estimators.1': { id: 'redrawn', method: 'randomisation-inference' } };
    const isRefused = (randomShare: number) => {
      const changes = { strata: ['borough'], ...minimised(['group_size'], randomShare), ...estimators };
      return problemsOf(pack, changes).some((problem) => problem.includes('leaves no chance but ties'));
    };
    expect([0, 0.2].map(isRefused)).toEqual([true, false]);
  });
});

describe('factorial trials: arms that are cells', () => {
  const arm = (name: string, cell: unknown) => ({
    name,
    ratio: 1,
    delivered: 'individual',
    description: { briefName: name },
    ...(cell === undefined ? {} : { cell }),
  });
  /** The findings on arms alone: the plan's own are of the trial whose arms these replace. */
  const armProblems = (cells: readonly unknown[]) => {
    const arms = cells.map((cell, index) => arm(`arm ${index}`, cell));
    return problemsOf(pack, { arms }).filter((problem) => problem.startsWith('arms'));
  };
  const two = (letter: string, call: string) => ({ letter, call });

  test('all four cells of two factors', () => {
    expect(armProblems([two('yes', 'yes'), two('yes', 'no'), two('no', 'yes'), two('no', 'no')])).toEqual([]);
  });

  test.each<[string, readonly unknown[], string]>([
    [
      'an arm without a cell',
      [two('yes', 'yes'), two('yes', 'no'), two('no', 'yes'), undefined],
      'arms[3]: "arm 3" is in no "cell"',
    ],
    [
      'another factor in one arm',
      [two('yes', 'yes'), { letter: 'no', visit: 'no' }],
      'arms[1].cell: must name the factors',
    ],
    ['one factor', [{ letter: 'yes' }, { letter: 'no' }], 'two factors or more'],
    [
      'a combination left out',
      [two('yes', 'yes'), two('yes', 'no'), two('no', 'yes')],
      'arms: there is no arm for letter "no" and call "no"',
    ],
    [
      'a cell twice',
      [two('yes', 'yes'), two('yes', 'no'), two('no', 'yes'), two('no', 'no'), two('no', 'no')],
      'arms[4].cell: "arm 4" is the same cell',
    ],
    ['a factor with one level', [two('yes', 'yes'), two('yes', 'no')], 'the same level of letter'],
    [
      'a factor called as a column',
      [
        { borough: 'a', call: 'yes' },
        { borough: 'b', call: 'no' },
      ],
      'another column',
    ],
  ])('%s', (_, cells, message) => {
    expect(armProblems(cells).join('\n')).toContain(message);
  });
});

describe('warned of, with the evidence', () => {
  const expected = (ceremonies: number) =>
    Object.fromEntries(
      Array.from({ length: 6 }, (_, index) => [`boroughs.${index}.expected`, { ceremonies, people: 30 }]),
    );

  test('a block of the ratio’s own sum, however the sizes are mixed', () => {
    const one = warningsOf(offer, { 'scheme.blockSizes': [27, 3] }).join('\n');
    expect(one).toContain('scheme.blockSizes.1: a block of 3 is small');
    expect(one).toContain('Kahan and others (2015, Trials 16:405)');
    expect(warningsOf(offer, { 'scheme.blockSizes': [6] }).join()).not.toContain('Kahan and others (2015');
  });

  test('a big stick with a limit of one, which is blocks in disguise', () => {
    expect(warningsOf(offer, { scheme: { kind: 'big-stick', limit: 1 } }).join()).toContain('blocks of 3 in disguise');
    expect(warningsOf(offer, { scheme: { kind: 'big-stick', limit: 2 } }).join()).not.toContain('disguise');
  });

  test('minimisation without chance, and with nothing else', () => {
    const of = (share: number) => warningsOf(pack, { strata: ['borough'], ...minimised(['group_size'], share) }).join();
    expect(of(0)).toContain('scheme.randomShare: without a random share');
    expect(of(1)).toContain('whatever the factors');
    expect(of(0.2)).not.toContain('randomShare');
  });

  test('more strata than ceremonies are expected', () => {
    const strata = ['borough', 'weekday', 'hall', 'season'];
    expect(warningsOf(offer, { strata, ...expected(4) }).join('\n')).toContain(
      'strata: at least 48 strata for 24 expected ceremonies',
    );
    // Half the units is where it begins to fail.
    expect(warningsOf(offer, { strata, ...expected(15) }).join('\n')).toContain('48 strata for 90 expected ceremonies');
    expect(warningsOf(offer, { strata, ...expected(16) }).join('\n')).not.toContain('Therneau');
    expect(warningsOf(pack, { ...expected(1), 'boroughs.0.expected.people': 1 }).join('\n')).not.toContain('Therneau');
  });

  test('more strata than half the households of the people expected', () => {
    const strata = ['borough', 'group_size', 'road', 'hall', 'season'];
    const many = { strata, ...expected(1) };
    expect(warningsOf(pack, many).join('\n')).toContain(
      'at least 144 strata for some 149 households of 180 expected people (1.21 in one, as we assume)',
    );
    expect(warningsOf(pack, { ...many, unit: 'attendee' }).join('\n')).toContain('of each of which one is drawn');
  });

  test('few ceremonies in an arm, from what is expected', () => {
    expect(warningsOf(offer, expected(8)).join('\n')).toContain('48 ceremonies are expected, some 16 of them');
    expect(warningsOf(offer, expected(26)).join('\n')).not.toContain('are expected, some');
  });

  test('few ceremonies in an arm, from what is assumed where nothing is expected, whatever the scheme', () => {
    const boroughs = [{ code: 'E09000005', name: 'Brent' }];
    const complete = { scheme: { kind: 'complete' } };
    const few = warningsOf(offer, { ...complete, boroughs }).join('\n');
    expect(few).toContain('boroughs: 26 ceremonies are assumed (26 for a borough');
    expect(few).toContain('some 8 of them in the smallest arm');
    const silent = Object.fromEntries([0, 1, 2, 3, 4, 5].map((index) => [`boroughs.${index}.expected`, undefined]));
    expect(warningsOf(offer, { ...complete, ...silent }).join('\n')).not.toContain('are assumed');
  });

  test('people taken as independent, though households are drawn together', () => {
    const of = (changes: Changes) => warningsOf(pack, { unit: 'attendee', ...changes }).join('\n');
    expect(of({})).not.toContain('"primary" ignores');
    expect(of({ 'analysis.estimators.1': { id: 'alone', method: 'linear', errors: 'HC2', cluster: null } })).toContain(
      '"alone" ignores that whole households were drawn',
    );
  });
});

describe('a covariate written as a number', () => {
  test.each(['0', '34', '-0.5', '+7', '.5', '5.', '1.2e3', '1E+05', '007', '1e50'])('%s is one', (text) => {
    expect(decimalFault(text)).toBeUndefined();
  });
  test.each(['', ' 3', '3 ', '1,5', 'NA', 'Infinity', '0x10', '1e', '.', '-', '1e51', '1e100', '٣', '1'.repeat(41)])(
    '"%s" is none',
    (text) => {
      expect(decimalFault(text)).toBeDefined();
    },
  );
});

test('the rules of the schemes are among those of a protocol', () => {
  const parsed = parseProtocol(changed(offer, { scheme: { kind: 'big-stick', limit: 2 } }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const unequal = { ...parsed.value, arms: parsed.value.arms.map((arm, index) => ({ ...arm, ratio: index + 1 })) };
  expect(protocolFindings(unequal).map(({ path }) => path.join('.'))).toContain('scheme.kind');
});
