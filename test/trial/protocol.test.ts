/** The two trials parse; everything the rules refuse is refused at its path, with line, column and reason. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { parseProtocol, parseServiceProtocol, planHash, protocolHash } from '../../src/trial/protocol.ts';
import { protocolWarnings } from '../../src/trial/protocol-warnings.ts';
import { changed, textOf } from './changed-protocol.ts';

function problemsOf(text: string) {
  const parsed = parseProtocol(text);
  return parsed.ok ? [] : parsed.problems;
}

describe('the two trials', () => {
  test('ceremony-offer: ceremonies, one block of 27 in each of six boroughs, three nested arms', () => {
    const parsed = parseProtocol(textOf('ceremony-offer'));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const { unit, scheme, strata, arms, boroughs, contrasts, leadTimeWorkingDays, baseline, stoppedArms } =
      parsed.value;
    expect({ unit, scheme, strata, leadTimeWorkingDays, baseline, stoppedArms }).toEqual({
      unit: 'ceremony',
      scheme: { kind: 'blocks', blockSizes: [27] },
      strata: ['borough'],
      leadTimeWorkingDays: 5,
      baseline: { weeks: 8 },
      stoppedArms: [],
    });
    expect(arms.map(({ name, ratio, delivered }) => `${name} ${ratio} ${delivered}`)).toEqual([
      'standard 1 in-room',
      'volunteering 1 in-room',
      'behavioural 1 in-room',
    ]);
    expect(boroughs).toHaveLength(6);
    expect(contrasts).toEqual([
      ['volunteering', 'standard'],
      ['behavioural', 'standard'],
      ['behavioural', 'volunteering'],
    ]);
  });

  test('welcome-pack: households of closed lists, by borough and group size, three packs', () => {
    const parsed = parseProtocol(textOf('welcome-pack'));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const { unit, scheme, strata, arms } = parsed.value;
    expect({ unit, scheme, strata }).toEqual({
      unit: 'household',
      scheme: { kind: 'cohort' },
      strata: ['borough', 'group_size'],
    });
    expect(arms.every(({ delivered }) => delivered === 'individual')).toBe(true);
  });

  test.each(['ceremony-offer', 'welcome-pack'])('%s says in words that its boroughs were chosen by us', (slug) => {
    const page = readFileSync(new URL(`../../trials/${slug}/protocol.md`, import.meta.url), 'utf8').replaceAll(
      /\s+/g,
      ' ',
    );
    expect(page).toContain("The study's own six boroughs are not public");
    expect(page).toContain('chosen by us');
  });
});

describe('refused, with the reason', () => {
  const offer = 'ceremony-offer';
  const pack = 'welcome-pack';
  const twoArms = [
    ['volunteering', 'standard'],
    ['behavioural', 'standard'],
  ];
  test.each<[string, string, Readonly<Record<string, unknown>>, string, string]>([
    [
      'an in-room arm for households',
      pack,
      { 'arms.1.delivered': 'in-room' },
      'arms[1].delivered',
      'everybody hears it',
    ],
    ['an unknown key', offer, { colour: 'red' }, 'colour', 'unknown key'],
    ['an unknown key in an arm', offer, { 'arms.0.wieght': 2 }, 'arms[0].wieght', 'unknown key'],
    ['an unknown key in the plan', offer, { 'analysis.levle': 0.9 }, 'analysis.levle', 'unknown key'],
    ['a key left out', offer, { unit: undefined }, 'unit', 'one of ceremony, household, attendee'],
    ['a ratio of zero', offer, { 'arms.0.ratio': 0 }, 'arms[0].ratio', 'at least 1'],
    ['a ratio that is no whole number', offer, { 'arms.0.ratio': 1.5 }, 'arms[0].ratio', 'whole number'],
    ['two arms of one name', pack, { 'arms.1.name': 'standard' }, 'arms[1].name', 'two arms are called'],
    [
      'an arm the plan reads as missing',
      offer,
      { 'analysis.missing': ['', 'standard'] },
      'arms[0].name',
      'missing value',
    ],
    ['a single arm', offer, { arms: [] }, 'arms', 'at least two arms'],
    [
      'a block that is no multiple of the ratio',
      offer,
      { 'scheme.blockSizes': [27, 28] },
      'scheme.blockSizes[1]',
      'not a multiple of 3',
    ],
    ['no block size', offer, { 'scheme.blockSizes': [] }, 'scheme.blockSizes', 'at least one'],
    ['a key of another scheme', pack, { 'scheme.blockSizes': [3] }, 'scheme.blockSizes', 'unknown key'],
    ['a stepped wedge', offer, { scheme: { kind: 'stepped-wedge', steps: 4 } }, 'scheme.kind', 'six here'],
    ['boroughs as units', offer, { unit: 'borough' }, 'unit', 'six here'],
    ['an unknown scheme', offer, { 'scheme.kind': 'coin' }, 'scheme.kind', 'one of simple, complete'],
    [
      'ceremonies by group size',
      offer,
      { strata: ['borough', 'group_size'] },
      'strata[1]',
      'households of one ceremony',
    ],
    ['households by age', pack, { strata: ['borough', 'age_band'] }, 'strata[1]', 'attendees of one household'],
    ['ceremonies of six boroughs without borough strata', offer, { strata: [] }, 'strata', 'must contain "borough"'],
    ['a stratum with a capital letter', pack, { strata: ['Borough'] }, 'strata[0]', 'begin with a letter a to z'],
    ['a stratum named as another column', pack, { strata: ['borough', 'arm'] }, 'strata[1]', 'another column'],
    ['a stratum twice', pack, { strata: ['borough', 'borough'] }, 'strata[1]', 'named twice'],
    [
      'a code outside London',
      offer,
      { 'boroughs.0.code': 'E06000052' },
      'boroughs[0].code',
      'not the code of a London borough',
    ],
    [
      'a code with another borough’s name',
      offer,
      { 'boroughs.0.name': 'Barnet' },
      'boroughs[0].name',
      'E09000005 is Brent',
    ],
    [
      'a borough twice',
      offer,
      { 'boroughs.1': { code: 'E09000005', name: 'Brent' } },
      'boroughs[1].code',
      'named twice',
    ],
    ['a slug with spaces', offer, { slug: 'Ceremony offer' }, 'slug', 'joined by hyphens'],
    ['another format', offer, { format: 'pledge-protocol/2' }, 'format', 'pledge-protocol/1'],
    ['under-18s', offer, { 'eligibility.adultsOnly': false }, 'eligibility.adultsOnly', 'under 18'],
    ['a seed in the protocol', offer, { seed: 'abc' }, 'seed', 'commitment'],
    [
      'a contrast with an arm that is not there',
      offer,
      { 'contrasts.0': ['volunteer', 'standard'] },
      'contrasts[0][0]',
      'no arm called',
    ],
    [
      'a contrast of an arm with itself',
      offer,
      { 'contrasts.0': ['standard', 'standard'] },
      'contrasts[0]',
      'with itself',
    ],
    [
      'a contrast twice, the other way round',
      offer,
      { 'contrasts.1': ['standard', 'volunteering'] },
      'contrasts[1]',
      'compared twice',
    ],
    [
      'an outcome twice',
      offer,
      { 'outcomes.1.name': 'registered' },
      'outcomes[1].name',
      'would be called "registered"',
    ],
    [
      'an outcome named as another’s days',
      offer,
      { 'outcomes.1.name': 'registered_days' },
      'outcomes[1].name',
      'registered_days',
    ],
    ['an outcome named as a column', offer, { 'outcomes.1.name': 'attended' }, 'outcomes[1].name', 'another column'],
    ['no primary outcome', offer, { 'outcomes.0.primary': false }, 'outcomes', 'must be the primary one'],
    ['a continuous outcome', offer, { 'outcomes.0.kind': 'continuous' }, 'outcomes[0].kind', 'must be "binary"'],
    [
      'an intention pooled with behaviour',
      offer,
      { 'outcomes.2.sources': ['self-reported', 'intention'] },
      'outcomes[2].sources',
      'not a behaviour',
    ],
    [
      'an unknown source',
      offer,
      { 'outcomes.0.sources': ['hearsay'] },
      'outcomes[0].sources[0]',
      'one of administrative',
    ],
    ['a window of no days', offer, { 'outcomes.0.windowDays': 0 }, 'outcomes[0].windowDays', 'at least 1 day'],
    [
      'an arm column of another name',
      offer,
      { 'analysis.arm.column': 'group' },
      'analysis.arm.column',
      'must be "arm"',
    ],
    [
      'a reference that is no arm',
      offer,
      { 'analysis.arm.reference': 'control' },
      'analysis.arm.reference',
      'no arm called',
    ],
    [
      'a plan without clusters',
      offer,
      { 'analysis.cluster': undefined, 'analysis.estimators.0.errors': 'HC2' },
      'analysis.cluster',
      'whole ceremonies were drawn',
    ],
    [
      'people without the households they share an arm with',
      pack,
      { unit: 'attendee', 'analysis.cluster': undefined, 'analysis.estimators.0.errors': 'HC2' },
      'analysis.cluster',
      'whole households were drawn',
    ],
    [
      'clusters smaller than the unit',
      offer,
      { 'analysis.cluster': 'household' },
      'analysis.cluster',
      'must be "ceremony"',
    ],
    [
      'a covariate the data set lacks',
      offer,
      { 'analysis.covariates': ['income'] },
      'analysis.covariates[0]',
      'has no column "income"',
    ],
    [
      'a row filter on a column the data set lacks',
      offer,
      { 'analysis.rows': [{ column: 'ward', op: 'notMissing' }] },
      'analysis.rows[0].column',
      'has no column "ward"',
    ],
    ['frequency weights', offer, { 'analysis.weight': 'group_size' }, 'analysis.weight', 'each row'],
    [
      'a plan that reads an empty value as one',
      offer,
      { 'analysis.missing': ['NA'] },
      'analysis.missing',
      'must contain ""',
    ],
    [
      'an outcome nobody declared',
      offer,
      { 'analysis.outcomes.0.column': 'attended' },
      'analysis.outcomes[0].column',
      'must be an outcome of this protocol',
    ],
    [
      'a primary outcome the protocol calls secondary',
      offer,
      { 'analysis.outcomes.1.primary': true },
      'analysis.outcomes[1].primary',
      'not a primary outcome',
    ],
    [
      'a comparison the protocol does not declare',
      offer,
      { contrasts: twoArms },
      'analysis.contrasts[2]',
      'do not declare',
    ],
    [
      'all pairs, where two are declared',
      offer,
      { contrasts: twoArms, 'analysis.contrasts': 'all-pairs' },
      'analysis.contrasts',
      'do not declare',
    ],
    ['counts under ten let out', offer, { 'disclosure.threshold': 9 }, 'disclosure.threshold', 'at least 10'],
    [
      'a plan that declares other arms than the protocol',
      offer,
      { 'analysis.arm.levels': ['standard', 'volunteering'] },
      'analysis.arm.levels',
      '"standard", "volunteering", "behavioural"',
    ],
    [
      'a plan that leaves the primary outcome out',
      offer,
      { 'analysis.outcomes': [{ name: 'v', column: 'volunteered', kind: 'binary' }] },
      'analysis.outcomes',
      'must hold "registered"',
    ],
    [
      'a plan that makes the primary outcome a secondary one',
      offer,
      { 'analysis.outcomes.0.primary': false },
      'analysis.outcomes',
      'must hold "registered"',
    ],
    [
      'the primary outcome as another kind',
      offer,
      { 'analysis.outcomes.0.kind': 'continuous' },
      'analysis.outcomes[0].kind',
      'must be "binary"',
    ],
    [
      'the days to an outcome as a primary outcome',
      offer,
      { 'analysis.outcomes.1': { name: 'd', column: 'registered_days', kind: 'continuous', primary: true } },
      'analysis.outcomes[1].primary',
      'no primary outcome',
    ],
    [
      'only those who came',
      offer,
      { 'analysis.rows': [{ column: 'attended', op: '=', value: '1' }] },
      'analysis.rows[0].column',
      'only after the draw',
    ],
    [
      'only those who came, in one estimator',
      offer,
      { 'analysis.estimators.0.rows': [{ column: 'attended', op: '=', value: '1' }] },
      'analysis.estimators[0].rows[0].column',
      'only after the draw',
    ],
    [
      'a band of households compared with a number',
      pack,
      { 'analysis.rows': [{ column: 'group_size', op: '>', value: 1 }] },
      'analysis.rows[0].value',
      'holds one of the texts "1", "2", "3-plus"',
    ],
    [
      'the same in one estimator, among several values',
      pack,
      { 'analysis.estimators.1.rows': [{ column: 'group_size', op: 'in', value: ['1', 2] }] },
      'analysis.estimators[1].rows[0].value',
      'not a number',
    ],
    [
      'only those who registered',
      offer,
      { 'analysis.rows': [{ column: 'registered_days', op: 'notMissing' }] },
      'analysis.rows[0].column',
      'only after the draw',
    ],
    [
      'an outcome as a covariate',
      offer,
      { 'analysis.covariates': ['age_band', { column: 'volunteered', as: 'category' }] },
      'analysis.covariates[1].column',
      'only after the draw',
    ],
    [
      'subgroups by attendance',
      offer,
      { 'analysis.estimators.1': { id: 's', method: 'subgroup', by: 'attended' } },
      'analysis.estimators[1].by',
      'only after the draw',
    ],
    [
      'strata of an estimator by attendance',
      offer,
      { 'analysis.estimators.0.strata': ['borough', 'attended'] },
      'analysis.estimators[0].strata[1]',
      'only after the draw',
    ],
    [
      'an outcome turned round',
      offer,
      { 'analysis.outcomes.0.success': '0' },
      'analysis.outcomes[0].success',
      'must be left out',
    ],
    ['those who registered read as missing', offer, { 'analysis.missing': ['', '1'] }, 'analysis.missing[1]', '"1"'],
    ['those who did not read as missing', pack, { 'analysis.missing': ['', '0'] }, 'analysis.missing[1]', '"0"'],
    [
      'a declared comparison that the plan leaves out',
      offer,
      { 'analysis.contrasts': twoArms },
      'analysis.contrasts',
      'must compare "behavioural" with "volunteering"',
    ],
    [
      'each arm against the reference, where all pairs are declared',
      pack,
      { 'analysis.contrasts': 'each-against-reference' },
      'analysis.contrasts',
      'must compare "registration-and-volunteering" with "registration-prompt"',
    ],
    [
      'independent errors alone',
      offer,
      { 'analysis.estimators.0.errors': 'HC2' },
      'analysis.estimators',
      '"primary" would give errors that are too small',
    ],
    [
      'classical errors alone',
      pack,
      { 'analysis.estimators.0.errors': 'classical' },
      'analysis.estimators',
      'whole households were drawn',
    ],
    [
      'a risk difference alone',
      offer,
      { 'analysis.estimators.0': { id: 'rd', method: 'risk-difference', interval: 'newcombe' } },
      'analysis.estimators',
      '"rd" would give errors that are too small',
    ],
    [
      'proportions alone',
      offer,
      { 'analysis.estimators': [{ id: 'rates', method: 'proportions' }] },
      'analysis.estimators',
      'every declared comparison on the primary outcome "registered"',
    ],
    [
      'proportions alone, of attendees',
      pack,
      { unit: 'attendee', 'analysis.estimators': [{ id: 'rates', method: 'proportions' }] },
      'analysis.estimators',
      'such as "linear"',
    ],
    [
      'the right errors on another outcome',
      offer,
      { 'analysis.estimators.0.outcomes': ['volunteered'] },
      'analysis.estimators',
      'errors that respect the draw',
    ],
    [
      'the right errors for some of the comparisons, out of reach of the adjustment',
      offer,
      { 'analysis.estimators.0.contrasts': twoArms },
      'analysis.estimators',
      'every declared comparison',
    ],
    ['an arm that cannot be seen', offer, { 'arms.1.name': '\u200b\u2060' }, 'arms[1].name', 'can be seen'],
    ['an arm of filler characters', offer, { 'arms.1.name': '\u3164\u2800' }, 'arms[1].name', 'can be seen'],
    [
      'two arms that look the same',
      offer,
      { 'arms.1.name': 'stan\u200bdard' },
      'arms[1].name',
      'as far as can be seen',
    ],
    [
      'two arms of one name in two Unicode forms',
      pack,
      { 'arms.1.name': 'caf\u00e9', 'arms.2.name': 'cafe\u0301' },
      'arms[2].name',
      'two arms are called',
    ],
    [
      'an in-room arm for attendees, in good English',
      pack,
      { unit: 'attendee', 'arms.1.delivered': 'in-room' },
      'arms[1].delivered',
      'so an attendee cannot',
    ],
    [
      'a negative round',
      pack,
      { beacon: { source: 'drand', round: -1 } },
      'beacon.round',
      'name or number of a future round',
    ],
    ['a stopped arm that is not there', offer, { stoppedArms: ['other'] }, 'stoppedArms[0]', 'no arm called'],
    [
      'so many stopped arms that one is left',
      offer,
      { stoppedArms: ['standard', 'behavioural'] },
      'stoppedArms',
      'at least two arms',
    ],
  ])('%s', (_, slug, changes, path, message) => {
    const found = problemsOf(changed(slug, changes)).filter((problem) => problem.path === path);
    expect(found.map((problem) => problem.message).join()).toContain(message);
    for (const problem of found) {
      expect(problem.line).toBeGreaterThan(0);
      expect(problem.column).toBeGreaterThan(0);
    }
  });

  test('one mistake gives one problem, at the place of the value', () => {
    const text = changed(offer, { 'arms.1.ratio': 'two' });
    const line = text.split('\n').findIndex((content) => content.includes('"two"'));
    expect(problemsOf(text)).toEqual([
      { path: 'arms[1].ratio', message: 'must be a number, not "two"', line: line + 1, column: 16 },
    ]);
  });

  test('a round no number can hold is one problem, and as text it is none', () => {
    const withRound = (round: string) =>
      textOf(offer).replace('"beacon": null', `"beacon": { "source": "d", "round": ${round} }`);
    expect(problemsOf(withRound('9007199254740993')).map(({ path, message }) => [path, message])).toEqual([
      ['beacon.round', expect.stringContaining('exact up to 9007199254740991')],
    ]);
    for (const round of ['9007199254740991', '"9007199254740993"']) expect(problemsOf(withRound(round))).toEqual([]);
  });

  test('days to registration may be measured, beside the primary outcome', () => {
    const days = { name: 'days', kind: 'time-to-event', time: 'registered_days', event: 'registered' };
    expect(problemsOf(changed(offer, { 'analysis.outcomes.3': days }))).toEqual([]);
  });

  test('several mistakes are all named', () => {
    const problems = problemsOf(
      changed(offer, { 'boroughs.0.name': 'Barnet', 'analysis.cluster': 'borough', 'scheme.blockSizes': [4] }),
    );
    expect(problems.map(({ path }) => path)).toEqual(['boroughs[0].name', 'scheme.blockSizes[0]', 'analysis.cluster']);
  });

  test.each([
    ['an empty file', '', 'line 1'],
    ['a comma too many', '{\n  "format": "pledge-protocol/1",\n}', 'line 2'],
    ['a key twice', '{\n  "slug": "a",\n  "slug": "b"\n}', 'line 3'],
    ['a list', '[]', 'line 1'],
  ])('%s is refused at its place', (_, text, place) => {
    expect(problemsOf(text).map(({ line }) => `line ${line}`)).toContain(place);
  });
});

describe('what only the offline draw can do', () => {
  test('both trials can run in the service', () => {
    for (const slug of ['ceremony-offer', 'welcome-pack']) expect(parseServiceProtocol(textOf(slug)).ok).toBe(true);
  });

  test('attendees and a beacon are for the service as well', () => {
    const text = changed('welcome-pack', { unit: 'attendee', beacon: { source: 'drand', round: 4_000_000 } });
    expect(parseServiceProtocol(text).ok).toBe(true);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a stratum the service does not record', { strata: ['borough', 'weekday'] }, 'strata[1]'],
    ['a commitment before the lock', { seed: 'a'.repeat(64) }, 'seed'],
  ])('%s: parses, and the service refuses it', (_, changes, path) => {
    const text = changed('welcome-pack', changes);
    expect(problemsOf(text)).toEqual([]);
    const parsed = parseServiceProtocol(text);
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.path)).toEqual([path]);
  });
});

describe('an arm stopped by a later version', () => {
  test('leaves a protocol that parses, with blocks as declared', () => {
    expect(problemsOf(changed('ceremony-offer', { stoppedArms: ['behavioural'] }))).toEqual([]);
  });
});

describe('hashes', () => {
  const text = textOf('ceremony-offer');

  test('do not depend on spacing, key order, CRLF or a byte order mark', () => {
    const { analysis, ...rest } = JSON.parse(text);
    const reordered = JSON.stringify({ ...Object.fromEntries(Object.entries(rest).reverse()), analysis });
    for (const same of [reordered, `\uFEFF${text}`, text.replaceAll('\n', '\r\n')]) {
      expect(protocolHash(same)).toBe(protocolHash(text));
      expect(planHash(same)).toBe(planHash(text));
    }
  });

  test('are of the file as given: a default written out is another file, though the same protocol', () => {
    const explicit = changed('ceremony-offer', { stoppedArms: [] });
    expect(problemsOf(explicit)).toEqual([]);
    expect(protocolHash(explicit)).not.toBe(protocolHash(text));
    expect(planHash(explicit)).toBe(planHash(text));
  });

  test('vectors, computed with Python’s json and hashlib', () => {
    const small = '{ "b": [1, 2.5, "é"], "analysis": { "z": null, "a": true } }';
    expect(protocolHash(small)).toBe('10f1f96d7265e0d42989c400031e685812d2fe693d715695abb5f6ae6b458cdf');
    expect(planHash(small)).toBe('0b95dddf367b1bcb7ca2821f467ad14e99e91566453aee136226629a20b120eb');
  });

  test('of something that is no protocol are refused', () => {
    expect(() => protocolHash('{')).toThrow(InputRefused);
    expect(() => planHash('{}')).toThrow(InputRefused);
  });
});

describe('warnings', () => {
  function warningsOf(slug: string, changes: Readonly<Record<string, unknown>>): string {
    const parsed = parseProtocol(changed(slug, changes));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return protocolWarnings(parsed.value)
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
      .join('\n');
  }

  test('small blocks can be guessed, one list of 27 is not small', () => {
    expect(warningsOf('ceremony-offer', {})).not.toContain('is small');
    expect(warningsOf('ceremony-offer', { 'scheme.blockSizes': [3, 6] })).toContain('56% of arms are guessed right');
    expect(warningsOf('ceremony-offer', { 'arms.0.ratio': 2, 'scheme.blockSizes': [4] })).toContain('for certain');
  });

  test('a stopped arm: later controls are not concurrent, least of all with the reference arm gone', () => {
    const reference = warningsOf('ceremony-offer', { stoppedArms: ['standard'] });
    expect(reference).toContain('stoppedArms.0: "standard" is drawn no more: it is the reference arm');
    expect(warningsOf('ceremony-offer', { stoppedArms: ['behavioural'] })).toContain('controls are not concurrent');
    expect(warningsOf('ceremony-offer', {})).not.toContain('concurrent');
  });

  test('few ceremonies in an arm', () => {
    const silent = Object.fromEntries([0, 1, 2, 3, 4, 5].map((index) => [`boroughs.${index}.expected`, undefined]));
    const few = warningsOf('ceremony-offer', { 'scheme.blockSizes': [9], ...silent });
    expect(few).toContain('gives an arm 18 ceremonies');
    expect(warningsOf('ceremony-offer', {})).not.toContain('clustered standard errors are unsure');
  });

  test('a window too short for a register, comparisons without adjustment, people of one household apart', () => {
    expect(warningsOf('ceremony-offer', { 'outcomes.0.windowDays': 30 })).toContain('75 days');
    expect(warningsOf('ceremony-offer', { 'analysis.multiplicity': undefined })).toContain('3 comparisons');
    expect(warningsOf('welcome-pack', { unit: 'attendee' })).toContain('will talk');
  });

  test('an estimator that ignores the draw, a variable only the offline draw knows, a blank description', () => {
    expect(warningsOf('ceremony-offer', {})).toContain('"rates" ignores that whole ceremonies were drawn');
    expect(warningsOf('ceremony-offer', {})).not.toContain('"primary" ignores');
    const besides = { 'analysis.estimators.1': { id: 'independent', method: 'linear', errors: 'HC2' } };
    expect(warningsOf('ceremony-offer', besides)).toContain('"independent" ignores that whole ceremonies were drawn');
    expect(warningsOf('ceremony-offer', { strata: ['borough', 'weekday'] })).toContain('can only be drawn offline');
    expect(warningsOf('ceremony-offer', { 'arms.0.description': { briefName: 'As now' } })).toContain('leaves out why');
  });
});
