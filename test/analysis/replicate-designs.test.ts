/**
 * replicate.R where a design or the data are unlike the rest: pairs, exact ranks, clusters drawn in pairs, p-values far below
 * 1e-12, an arm of one person, and methods that R does not compute again.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/run.ts';
import { hasPackages } from './replicate-packages.ts';
import { tampering } from './replicate-tampering.ts';

const hasR = hasPackages(['estimatr', 'clubSandwich'], 'replicate.R of further designs');

/** Twelve villages in six pairs, four people in each; a person of one village has a fellow in the other. */
const villages = Array.from({ length: 48 }, (_, row) => {
  const village = Math.floor(row / 4);
  const arm = village % 2 === 0 ? 'letter' : 'standard';
  const score = (((row * 29) % 53) / 7 + (arm === 'letter' ? 1.5 : 0) + village / 3).toFixed(3);
  return [arm, `v${village}`, `b${Math.floor(village / 2)}`, `f${Math.floor(village / 2)}-${row % 4}`, score].join(',');
});
const paired = `arm,village,block,fellow,score\n${villages.join('\n')}\n`;
const score = { name: 'score', column: 'score', kind: 'continuous' };
const ofVillages = {
  title: 'Villages in pairs',
  arm: { column: 'arm', reference: 'standard' },
  cluster: 'village',
  outcomes: [score],
  contrasts: 'each-against-reference',
  estimators: [
    { id: 'fellows', method: 't-test', pairs: 'fellow' },
    { id: 'ranks', method: 'rank-sum', exact: true },
    { id: 'clusters', method: 'difference-in-means', design: 'clustered' },
    { id: 'matched', method: 'difference-in-means', design: 'matched-pair', blocks: ['fellow'] },
    { id: 'pairs', method: 'difference-in-means', design: 'matched-pair-clustered', blocks: ['block'] },
  ],
};

/** Two arms so far apart that p is far below 1e-12; of one kind there is one person in each. */
const people = Array.from({ length: 200 }, (_, row) => {
  const arm = row % 2 === 0 ? 'letter' : 'standard';
  const place = Math.floor(row / 2);
  const voted = arm === 'letter' ? place % 10 < 9 : place % 12 < 1;
  return [arm, Number(voted), place === 0 ? 'rare' : ['common', 'usual'][place % 2]].join(',');
});
const apart = `arm,voted,kind\n${people.join('\n')}\n`;
const ofPeople = {
  title: 'Far apart',
  arm: { column: 'arm', reference: 'standard' },
  outcomes: [{ name: 'voted', column: 'voted', kind: 'binary', primary: true }],
  contrasts: [['letter', 'standard']],
  multiplicity: { method: 'holm' },
};

const redrawn = { method: 'randomisation-inference', draws: 99, seed: 'a', exactBelow: 20_000 };
const voted = { name: 'voted', column: 'voted', kind: 'binary', primary: true };
/** Three arms of unlike size in two blocks, so few that every allocation can be counted out. */
const few = [...'ABABACCABBAC'].map((arm, row) => [arm, row < 7 ? 'x' : 'y', ((row * 37) % 11) / 3].join());
/** Three completed sets of 40 people, of whom every fifth was imputed. */
const completed = [1, 2, 3].flatMap((set) =>
  Array.from({ length: 40 }, (_, row) => {
    const score = ((row * 29) % 17) / 3 + (row % 2) + (row % 5 === 0 ? ((set * 7 + row) % 9) / 4 : 0);
    const isVoted = (row * 7 + (row % 5 === 0 ? set : 0)) % 3 === 0 ? 1 : 0;
    return [set, row, row % 2 === 0 ? 'letter' : 'standard', (row * 13) % 7, score.toFixed(3), isVoted].join();
  }),
);
const combined = {
  'every allocation, with max-T and an interval': {
    data: `arm,block,score\n${few.join('\n')}\n`,
    plan: {
      ...{ title: 'Few', arm: { column: 'arm', reference: 'A' }, outcomes: [score] },
      ...{ contrasts: 'all-pairs', multiplicity: { method: 'holm' } },
      estimators: [
        { id: 'pairs', ...redrawn, scheme: { kind: 'complete' }, interval: true },
        { id: 'plain', ...redrawn, scheme: { kind: 'blocked', blocks: ['block'] }, statistic: 'difference' },
        {
          id: 'largest',
          ...redrawn,
          scheme: { kind: 'blocked', blocks: ['block'] },
          statistic: 'difference',
          maxT: true,
        },
      ],
    },
  },
  'interim looks': {
    data: apart,
    plan: {
      ...ofPeople,
      estimators: [
        { id: 'odds', method: 'odds-ratio' },
        { id: 'early', method: 'interim', looks: [0.2, 0.5, 1], look: 2, of: 'odds' },
        { id: 'pocock', method: 'interim', looks: [0.3, 0.6, 0.8, 1], spending: 'pocock', sided: 1, direction: 'less' },
      ],
    },
  },
  'completed data sets': {
    data: `.imp,.id,arm,age,score,voted\n${completed.join('\n')}\n`,
    plan: {
      ...{ title: 'Imputed', arm: { column: 'arm', reference: 'standard' }, outcomes: [score, voted] },
      ...{ contrasts: 'each-against-reference', covariates: ['age'], imputations: { column: '.imp' } },
      multiplicity: { method: 'holm', across: 'outcomes' },
      estimators: [
        { id: 'adjusted', method: 'linear', errors: 'HC3', adjust: 'additive' },
        { id: 'levels', method: 'linear', adjust: 'interacted' },
        { id: 'odds', method: 'logistic', outcomes: ['voted'], errors: 'HC0' },
        { id: 'look', method: 'interim', looks: [0.5, 1], look: 1, of: 'adjusted', outcomes: ['score'] },
        { id: 'arms', method: 'sample-ratio', ratio: { letter: 1, standard: 1 } },
      ],
    },
  },
};

describe.runIf(hasR)('replicate.R', { timeout: 120_000 }, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pledge-designs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function write(plan: object, data: string): Promise<void> {
    const { files } = await analyse({
      ...{ planText: JSON.stringify(plan), data: new TextEncoder().encode(data), engineVersion: '1.2.3' },
    });
    for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  }
  const runR = (file = 'replicate.R') => promisify(execFile)('Rscript', [file], { cwd: folder });
  const path = () => join(folder, 'results.json');
  const read = () => JSON.parse(readFileSync(path(), 'utf8'));

  it('computes pairs, exact ranks and villages drawn in pairs, and stops at every edit of theirs', async () => {
    await write(ofVillages, paired);
    expect(read().results.filter((one: object) => 'notEstimable' in one)).toEqual([]);
    expect((await runR()).stdout).not.toContain('Not checked');
    writeFileSync(join(folder, 'tampering.R'), tampering);
    const [tried = '', ...passed] = (await runR('tampering.R')).stdout.trim().split('\n');
    expect(Number.parseInt(tried, 10)).toBeGreaterThan(100);
    expect(passed).toEqual([]);
  });

  it.each(['p', 'pAdjusted'])('tells %s of 1e-30 from 1e-13', async (name) => {
    await write({ ...ofPeople, estimators: [{ id: 'main', method: 'risk-difference' }] }, apart);
    const document = read();
    expect(document.results[0][name]).toBeLessThan(1e-25);
    document.results[0][name] = 1e-13;
    writeFileSync(path(), JSON.stringify(document));
    await expect(runR()).rejects.toMatchObject({ stderr: expect.stringContaining(`${name}: results.json has 1e-13`) });
  });

  it('stops where another number of rows is said to have been read', async () => {
    await write({ ...ofPeople, estimators: [{ id: 'main', method: 'risk-difference' }] }, apart);
    const document = read();
    document.data.rows += 1;
    writeFileSync(path(), JSON.stringify(document));
    await expect(runR()).rejects.toMatchObject({ stderr: expect.stringContaining('the head: data rows') });
  });

  it('names by method and reason what R has no number for and what is not computed again', async () => {
    const estimators = [
      { id: 'kinds', method: 'subgroup', by: 'kind', errors: 'HC2' },
      { id: 'draws', method: 'randomisation-inference', draws: 99, seed: 'a', scheme: { kind: 'complete' } },
    ];
    await write({ ...ofPeople, estimators }, apart);
    const { stdout } = await runR();
    expect(stdout).toContain(`Not checked, by method and reason:
  subgroup: R has no number where one person or cluster determines a cell
    kinds, voted, letter - standard: common standardError 0.05`);
    expect(stdout).toContain(`
  randomisation-inference: too many allocations to hold in R
    draws, voted, letter - standard: p and interval
`);
  });

  it.each(Object.entries(combined))('computes %s again, and stops at every edit', async (_, { plan, data }) => {
    await write(plan, data);
    expect(read().results.filter((one: object) => 'notEstimable' in one)).toEqual([]);
    expect((await runR()).stdout).not.toContain('Not checked');
    writeFileSync(join(folder, 'tampering.R'), tampering);
    const [tried = '', ...passed] = (await runR('tampering.R')).stdout.trim().split('\n');
    expect(Number.parseInt(tried, 10)).toBeGreaterThan(60);
    expect(passed).toEqual([]);
  });
});
