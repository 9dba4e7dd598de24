/** The mark of an exploratory analysis: in every file of its bundle, under the plan's hash, and impossible to take off unnoticed. */
import { describe, expect, test } from 'vitest';
import type { BundleEntry } from '../../analysis/bundle.ts';
import { engineVersion } from '../../analysis/engine-version.ts';
import { exploratorySentence, exploratoryWord } from '../../analysis/plan/exploratory.ts';
import { parsePlan } from '../../analysis/plan/parse-plan.ts';
import { summaryLines } from '../../analysis/report/summary-lines.ts';
import { analyse } from '../../analysis/run.ts';
import { verifyBundle } from '../../analysis/verify-bundle.ts';
import { madeUpTrial } from './made-up-trial.ts';

const plan = {
  title: 'By site, after the fact',
  arm: { column: 'arm', reference: 'Kontrolle' },
  cluster: 'home',
  outcomes: [
    { name: 'voted', column: 'voted', kind: 'binary', primary: true },
    { name: 'time', kind: 'time-to-event', time: 'time', event: 'event' },
  ],
  contrasts: 'each-against-reference',
  covariates: ['age'],
  estimators: [
    { id: 'main', method: 'linear', outcomes: ['voted'] },
    { id: 'curves', method: 'kaplan-meier', outcomes: ['time'] },
    { id: 'alike', method: 'balance' },
  ],
};

const run = (changes: object) =>
  analyse({
    planText: JSON.stringify({ ...plan, ...changes }),
    data: new TextEncoder().encode(madeUpTrial()),
    engineVersion,
  });

const textOf = (files: readonly BundleEntry[], name: string): string =>
  new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);

function verify(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]) {
  const found = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const readDraw = () => {
    throw new Error('there is no draw in this bundle');
  };
  return verifyBundle(async (name) => found.get(name) ?? null, [...found.keys()], engineVersion, readDraw);
}

const [marked, plain] = await Promise.all([run({ exploratory: true }), run({})]);

describe('an exploratory bundle', () => {
  test('says so in each of its files but the data', () => {
    expect(JSON.parse(textOf(marked.files, 'results.json'))).toMatchObject({ analysis: 'exploratory' });
    expect(JSON.parse(textOf(marked.files, 'manifest.json'))).toMatchObject({ analysis: 'exploratory' });
    expect(JSON.parse(textOf(marked.files, 'plan.json'))).toMatchObject({ exploratory: true });
    expect(textOf(marked.files, 'replicate.R').split('\n').slice(0, 5).join('\n')).toContain(exploratorySentence);
    const report = textOf(marked.files, 'report.html');
    expect(report).toContain('<title>Exploratory: By site');
    expect(report).toContain(exploratorySentence);
    expect(summaryLines(marked.results)[0]).toBe(exploratorySentence);
  });

  test('has the word in every drawing and at every table, so that a copy keeps it', () => {
    const report = textOf(marked.files, 'report.html');
    const drawings = report.match(/<svg [\s\S]*?<\/svg>/g) ?? [];
    expect(drawings).toHaveLength(3);
    for (const drawing of drawings) {
      expect(drawing).toMatch(new RegExp(`<text [^>]*>${exploratoryWord}</text>`));
      expect(drawing).toContain(`>${exploratoryWord}: `);
    }
    const captions = [...report.matchAll(/<caption [^>]*><span>([^<]*)</g)].map(([, words]) => words);
    expect(captions.every((words) => words?.endsWith('(exploratory)'))).toBe(true);
    expect(captions.length).toBeGreaterThan(3);
  });

  test('verifies, and verifying says what it is', async () => {
    const verdict = await verify(marked.files);
    expect(verdict).toMatchObject({ differences: [], notes: [exploratorySentence] });
  });

  test('has the figures of the same plan without the mark, whose files do not have the word', async () => {
    const [one, other] = [marked, plain].map(({ files }) => JSON.parse(textOf(files, 'results.json')));
    expect(one.results).toEqual(other.results);
    for (const { name } of plain.files)
      expect(`${name} ${/explorator/i.test(textOf(plain.files, name))}`).toBe(`${name} false`);
    expect((await verify(plain.files)).notes).toEqual([]);
  });

  test.each(['results.json', 'report.html', 'manifest.json', 'replicate.R'])(
    'cannot lose it in %s unnoticed',
    async (name) => {
      const other = plain.files.find((file) => file.name === name);
      const files = marked.files.map((file) => (file.name === name && other !== undefined ? other : file));
      const { differences } = await verify(files);
      expect(differences.map(({ file }) => file)).toContain(name === 'manifest.json' ? 'plan.json' : name);
    },
  );

  test('is not one bundle with its mark taken out of the plan: that has another hash', async () => {
    const bare = plain.files.find(({ name }) => name === 'plan.json');
    const files = marked.files.map((file) => (file.name === 'plan.json' && bare !== undefined ? bare : file));
    const { differences } = await verify(files);
    expect(differences.map(({ file }) => file)).toEqual(expect.arrayContaining(['plan.json', 'results.json']));
  });
});

test('the mark is true or false and nothing else', () => {
  expect(parsePlan(JSON.stringify({ ...plan, exploratory: 'no' }))).toMatchObject({
    ok: false,
    problems: [{ path: 'exploratory' }],
  });
  expect(parsePlan(JSON.stringify({ ...plan, exploratory: false })).ok).toBe(true);
});
