/** What the page of the draw says: the meter in words, chances of arms, late joiners, promises, what can be checked when. */
import { describe, expect, test } from 'vitest';
import { type DrawJudgement, judgeDraw, quick } from '../../src/actions/judge-draw.ts';
import { type Protocol, parseProtocol } from '../../src/trial/protocol.ts';
import { type DrawModel, drawPage } from '../../src/web/pages/draw.ts';
import { meterModel } from '../../src/web/pages/meter.ts';
import type { TrialView } from '../../src/web/reads.ts';
import { changed } from '../trial/changed-protocol.ts';
import { ceremonyOffer, draftedTrial, welcomePack } from './sample-reads.ts';

function protocolWith(changes: Readonly<Record<string, unknown>> = {}): Protocol {
  const parsed = parseProtocol(changed('ceremony-offer', changes));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

function modelOf(trial: TrialView, changes: Partial<DrawJudgement> = {}): DrawModel {
  const judgement = { ...judgeDraw(trial.protocol, 'a'.repeat(64), quick), ...changes };
  const page = drawPage({ trial, judgement });
  if (page.view !== 'draw') throw new Error('another page');
  return page.model;
}

const simulated = {
  kind: 'simulated',
  lists: 10,
  redraws: 40,
  units: 156,
  strata: { mean: 6, worst: 6 },
  guessedRight: {
    convergence: { share: 0.4213, standardError: 0.0012 },
    knowingTheRule: { share: 0.4413, standardError: 0.0011 },
    chance: 1 / 3,
  },
  imbalance: { overall: { mean: 1.25, worst: 4 }, perStratum: { mean: 0.6667, worst: 0.6667 } },
  leftOver: { mean: 6, worst: 6 },
  arms: [{ arm: 'standard', mean: 52.04, fewest: 48 }],
  notes: ['something is assumed'],
} as const;

describe('the meter in words', () => {
  test('a share above chance, with its error', () => {
    const { finding, explanations, bars, notes } = meterModel(simulated, protocolWith());
    expect(finding).toBe(
      'Somebody who knows the rule and the arms so far guesses 44 of every 100 right; 33 would be chance.',
    );
    expect(explanations.join(' ')).toContain('400 simulated trials');
    expect(explanations.join(' ')).toContain('about 0.2 in 100 either way');
    expect(bars).toEqual([
      { label: 'Guessed right by the rule and the arms so far: 44.1 of 100', width: '44.1' },
      { label: 'Guessed right by counting the arms alone: 42.1 of 100', width: '42.1' },
      { label: 'Guessed right by chance: 33.3 of 100', width: '33.3' },
    ]);
    expect(notes).toEqual(['Something is assumed.']);
  });

  test('a share no better than chance', () => {
    const share = { share: 0.3342, standardError: 0.0001 };
    const even = { ...simulated, guessedRight: { convergence: share, knowingTheRule: share, chance: 1 / 3 } };
    const { finding, explanations } = meterModel(even, protocolWith());
    expect(finding).toContain('guesses 33 of every 100 right, which is no better than chance.');
    expect(explanations.join(' ')).toContain('less than 0.1 in 100');
  });

  test('places left over only where a scheme leaves any', () => {
    const rowsOf = (scheme: object) =>
      meterModel(simulated, protocolWith({ scheme })).tables[0]?.rows.map(([first]) => first?.text);
    expect(rowsOf({ kind: 'blocks', blockSizes: [27] })?.at(-1)).toContain('Places left over');
    expect(rowsOf({ kind: 'cohort' })?.at(-1)).toContain('no whole multiple');
    expect(rowsOf({ kind: 'simple' })).toHaveLength(2);
  });

  test('a trial too large to be simulated says so, and still what is expected', () => {
    const { finding, bars, tables } = meterModel({ kind: 'too-large', units: 1_234_567 }, protocolWith());
    expect(finding).toContain('1,234,567 ceremonies, too many');
    expect(bars).toEqual([]);
    expect(tables.map(({ rows }) => rows[0]?.map(({ text }) => text))).toEqual([['Brent', '26', '18 (0.4)']]);
  });
});

describe('the page', () => {
  test('gives each arm its fraction, a stopped one none', () => {
    expect(modelOf(welcomePack).arms.map((cells) => cells.map(({ text }) => text))).toEqual([
      ['standard pack', '1', '1/2'],
      ['registration prompt', '1', '1/2'],
      ['prompt and card (stopped)', '1', '0'],
    ]);
    expect(modelOf(welcomePack).armNote).toContain('exact');
    expect(modelOf(welcomePack, { probabilitiesAre: 'average' }).armNote).toContain('an average over the list');
  });

  test('lays a factorial trial out by its factors', () => {
    const [first, ...others] = ceremonyOffer.protocol.arms;
    if (first === undefined) throw new Error('no arm');
    const protocol = {
      ...ceremonyOffer.protocol,
      arms: [{ ...first, cell: { stall: 'no', card_prompt: 'no' } }, ...others],
    };
    const { armHead, arms, factors } = modelOf({ ...ceremonyOffer, protocol });
    expect(armHead.map(({ text }) => text)).toEqual(['Arm', 'Stall', 'Card prompt', 'Ratio', 'Probability']);
    expect(arms[0]?.map(({ text }) => text)).toEqual(['standard', 'no', 'no', '1', '1/3']);
    expect(factors?.rows[1]?.map(({ text }) => text)).toEqual(['Card prompt', 'no', '1/3']);
    expect(modelOf(ceremonyOffer).factors).toBeNull();
  });

  test('promises what holds with and without a beacon', () => {
    expect(modelOf(ceremonyOffer).promises.join()).toContain('Nobody who enrols can foresee an arm from anything');
    expect(modelOf(ceremonyOffer).limits.join()).toContain('trusted not to have tried several');
    expect(modelOf(welcomePack).promises.join()).toContain(
      'Where that round was published after the lock, nobody could',
    );
    expect(modelOf(welcomePack).limits.join()).not.toContain('trusted');
  });

  test('offers the public draw of every version once the seed is published, and nothing for a draft', () => {
    const hrefs = (trial: TrialView) => modelOf(trial).checks?.map(({ href }) => href);
    expect(hrefs(draftedTrial)).toBeUndefined();
    expect(hrefs(ceremonyOffer)).toEqual([
      '/trials/ceremony-offer/check',
      '/api/v1/trials/ceremony-offer/commitment',
      '/api/v1/trials/ceremony-offer/ledger/head',
    ]);
    expect(hrefs(welcomePack)?.slice(3)).toEqual([
      '/api/v1/trials/welcome-pack/draw/1/public',
      '/api/v1/trials/welcome-pack/draw/2/public',
    ]);
  });

  test('says what happens to people who come late', () => {
    const wordsOf = (trial: TrialView) => modelOf(trial).rule.at(-1)?.value.text;
    expect(wordsOf(ceremonyOffer)).toBe(
      'They share the arm of their room. They are counted, and no analysis includes them.',
    );
    const protocol = { ...welcomePack.protocol, lateJoiners: 'sensitivity' } as const;
    expect(wordsOf({ ...welcomePack, protocol })).toContain('household, if it has one. They are counted, and only an');
  });
});
