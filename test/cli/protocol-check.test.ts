/** What `pledge protocol check` says of each scheme's chances: exact where they are, and said to be otherwise where they are not. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { protocolCheckCommand } from '../../src/cli/commands/protocol-check.ts';
import { changed } from '../trial/changed-protocol.ts';
import { runCommand } from './run-command.ts';

async function checked(changes: Readonly<Record<string, unknown>>, ...words: readonly string[]): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'pledge-')), 'protocol.json');
  writeFileSync(path, changed('welcome-pack', changes));
  const { code, out, err } = await runCommand(protocolCheckCommand, path, ...words);
  expect(err).toBe('');
  expect(code).toBe(0);
  return out;
}

test('big stick: the allocations that keep within the limit, counted', async () => {
  const out = await checked({ scheme: { kind: 'big-stick', limit: 1 } });
  expect(out).toContain('Scheme         big-stick, limit 1');
  // Eight blocks of three, each in 3! orders, and the first place of a ninth.
  expect(out).toContain(`25 households in one stratum: ${(6 ** 8 * 3).toLocaleString('en-GB')}`);
});

test('minimisation at 2:1:1: the ratio at every unit, and every arm can come', async () => {
  const scheme = { kind: 'minimisation', factors: [{ name: 'group_size', weight: 2 }], randomShare: 0.2 };
  const out = await checked({ scheme, strata: ['borough'], 'arms.0.ratio': 2 });
  expect(out).toContain('minimisation over group_size (weight 2); range, random share 0.2');
  expect(out).toContain('ratio 2, probability 1/2, delivered');
  expect(out).toContain('25 households in one stratum: 847,288,609,443');
  const certain = await checked({ scheme: { ...scheme, randomShare: 0 }, strata: ['borough'] });
  expect(certain).toContain('25 households in one stratum: at most 847,288,609,443');
});

test('rerandomisation: exact with equal ratios, an average with others, and at most so many draws', async () => {
  const scheme = { kind: 'rerandomised', covariates: ['people'], threshold: 0.5 };
  const equal = await checked({ scheme });
  expect(equal).toContain('probability 1/3, delivered');
  expect(equal).toContain('a list of 25 households in one stratum: at most');
  const unequal = await checked({ scheme, 'arms.0.ratio': 2 });
  expect(unequal).toContain('probability 1/2 on average, delivered');
  expect(unequal).toContain('Monte Carlo standard error 0.0');
  const report = JSON.parse(await checked({ scheme, 'arms.0.ratio': 2 }, '--json'));
  expect(report.probabilitiesAre).toBe('average');
  const [first] = report.ownChances.arms;
  expect([first.arm, first.least.draws]).toEqual(['standard', 400]);
  expect(first.least.probability).toBeLessThan(0.5);
  expect(first.most.probability).toBeGreaterThan(0.5);
  expect(JSON.parse(await checked({ scheme }, '--json')).ownChances).toBeNull();
});

test('a factorial trial: each level of each factor, stopped cells left out', async () => {
  const cells = [
    { letter: 'plain', visit: 'none' },
    { letter: 'plain', visit: 'home' },
    { letter: 'colour', visit: 'none' },
    { letter: 'colour', visit: 'home' },
  ];
  const names = ['standard', 'information', 'planning', 'both'];
  const description = { briefName: 'A pack' };
  const arms = cells.map((cell, index) => ({
    name: names[index],
    ratio: index === 0 ? 2 : 1,
    delivered: 'individual',
    cell,
    description,
  }));
  const changes = { arms, ...planOf(names) };
  const report = JSON.parse(await checked(changes, '--json'));
  expect(report.factors).toEqual([
    { factor: 'letter', level: 'plain', probability: '3/5' },
    { factor: 'letter', level: 'colour', probability: '2/5' },
    { factor: 'visit', level: 'none', probability: '3/5' },
    { factor: 'visit', level: 'home', probability: '2/5' },
  ]);
  const stopped = JSON.parse(await checked({ ...changes, stoppedArms: ['both'] }, '--json'));
  expect(stopped.factors[3]).toEqual({ factor: 'visit', level: 'home', probability: '1/4' });
  expect(await checked(changes)).toContain('  letter plain: probability 3/5');
});

test('how far the arms can be guessed, beside chance: printed rounded, and whole as JSON', async () => {
  const scheme = { kind: 'blocks', blockSizes: [3] };
  const boroughs = [0, 1, 2, 3, 4, 5].map((index) => [`boroughs.${index}.expected.ceremonies`, 3]);
  const changes = { scheme, ...Object.fromEntries(boroughs) };
  const out = await checked(changes);
  const { predictability } = JSON.parse(await checked(changes, '--json'));
  expect([predictability.kind, predictability.lists, predictability.redraws]).toEqual(['simulated', 25, 40]);
  const { share } = predictability.guessedRight.convergence;
  expect(out).toContain(`guessed right: ${(100 * share).toFixed(1)}% (standard error`);
  expect(out).toContain('chance 33.3%');
  expect(share).toBeGreaterThan(0.35);
  expect(String(share).length).toBeGreaterThan(8);
  expect(out).toContain('assumed: households: ours');
});

/** Comparisons of these arms, in the protocol and its plan. */
function planOf(names: readonly string[]) {
  const contrasts = names.slice(1).map((name) => [name, 'standard']);
  return {
    contrasts,
    'analysis.contrasts': contrasts,
    'analysis.arm.reference': 'standard',
    'analysis.arm.levels': names,
  };
}

test('power at a risk of one half, and a warning where the smallest effect of interest is likely to be missed', async () => {
  const out = await checked({ smallestEffectOfInterest: 0.02 });
  expect(out).toContain('Power, by formula');
  expect(out).toContain('risk in the reference arm 50.0%');
  expect(out).toMatch(/smallestEffectOfInterest: a difference of 2\.0 points has a power of \d+%, where 80% is usual/);
  const large = await checked({ smallestEffectOfInterest: 0.2 });
  expect(large).not.toContain('is usual');
  expect(large).toMatch(/power for 20\.0 points/);
  expect(JSON.parse(await checked({}, '--json')).power.answer.rows).toHaveLength(3);
});

test('no power where no risk lies so far above one half, or no comparison is left of arms still drawn', async () => {
  expect(await checked({ smallestEffectOfInterest: 0.7 })).not.toContain('Power, by formula');
  const left = {
    contrasts: [['registration-prompt', 'standard']],
    'analysis.contrasts': [['registration-prompt', 'standard']],
  };
  expect(await checked(left)).toContain('registration-prompt against standard');
  expect(await checked({ ...left, stoppedArms: ['registration-prompt'] })).not.toContain('Power, by formula');
});

test('says from when each outcome can be observed', async () => {
  const text = await checked({});
  expect(text).toContain('Outcomes can be observed from\n');
  expect(text).toMatch(
    / {2}registered: 91 days after a ceremony, and by the register not before the first one published/,
  );
  const { observable } = JSON.parse(await checked({}, '--json'));
  expect(observable[0]).toMatchObject({ outcome: 'registered', fromDay: 91, isMatched: true });
});
