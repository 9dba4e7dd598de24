/** `pledge power` as a researcher plans a trial with it: by hand, from a protocol, from a baseline file; and what it refuses. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { powerCommand } from '../../src/cli/commands/power.ts';
import { Refusal } from '../../src/trial/refusal.ts';
import { expectClosedForm, expectFit } from '../analysis/numbers/tolerance.ts';
import { changed } from '../trial/changed-protocol.ts';
import { runCommand } from './run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'pledge-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const run = (line: string, ...more: readonly string[]) => runCommand(powerCommand, ...line.split(' '), ...more);

async function answered(line: string, ...more: readonly string[]) {
  const { code, out, err } = await run(line, ...more);
  expect(err).toBe('');
  expect(code).toBe(0);
  return out;
}

describe('a trial planned by hand', () => {
  test('people drawn one by one: what they detect, the power, and how many are needed', async () => {
    const out = await answered('--baseline 0.4 --difference 0.05 --people 3000');
    expect(out).toContain('3,000 people drawn one by one, ratio 1:1');
    expect(out).toMatch(/5\.1 points +79\.1% +3,068 \(1,534 \+ 1,534\)/);
    const { rows } = JSON.parse(await answered('--baseline 0.4 --difference 0.05 --people 3000 --json'));
    // R: power.prop.test(n = 1500, p1 = 0.4, p2 = 0.45), and its n with power = 0.8.
    expectFit(rows[0].power, 0.791324581541, 'power');
    expectFit(rows[0].needed.units / 2, 1533.27652324, 'people an arm');
  });

  test('ceremonies, three arms and a correction: the planning table of half a year', async () => {
    const design = '--ratio 1:1:1 --contrasts all-pairs --correction bonferroni --size 25 --cv 0.4 --clusters 156';
    const out = await answered(`--baseline 0.4 ${design}`);
    expect(out).toContain('one of 3 comparisons (bonferroni)');
    expect([...out.matchAll(/([\d.]+) points/g)].map(([, points]) => points)).toEqual(['7.2', '8.0', '9.9', '12.4']);
  });

  test('unequal arms: the comparison with the fewest people is planned for', async () => {
    const { comparison, rows } = JSON.parse(await answered('--sd 2 --difference 0.5 --ratio 3:2:1 --json'));
    expect(comparison).toEqual(['arm 3', 'reference']);
    expect(rows[0].needed.ofArms[0]).toBeGreaterThan(2.9 * rows[0].needed.ofArms[2]);
    const pairs = JSON.parse(await answered('--sd 2 --difference 0.5 --ratio 3:2:1 --contrasts all-pairs --json'));
    expect(pairs.comparison).toEqual(['arm 3', 'arm 2']);
  });

  test('a decrease is planned for by a negative difference', async () => {
    const fewer = JSON.parse(await answered('--baseline 0.4 --difference -0.05 --people 3000 --json'));
    const more = JSON.parse(await answered('--baseline 0.35 --difference 0.05 --people 3000 --json'));
    expectFit(fewer.rows[0].power, more.rows[0].power, 'power');
    expect(fewer.rows[0].detectable).toBeLessThan(-0.04);
    expect(await answered('--baseline 0.4 --difference -0.05')).toContain('people for -5.0 points');
  });

  test('small figures keep their digits, and large powers are not certain', async () => {
    const rare = await answered('--baseline 0.0004 --difference 0.0003 --people 2000000');
    expect(rare).toContain('risk in the reference arm 0.04%');
    expect(rare).toContain('power for 0.03 points');
    expect(rare).toContain('over 99.9%');
  });

  test('too few clusters or people leave no power, and the table says why', async () => {
    expect(await answered('--baseline 0.4 --clusters 2 --size 25')).toContain('leave no degree of freedom');
    expect(await answered('--baseline 0.4 --people 4 --ratio 1:100')).toContain(
      'none: The smaller arm would have 0.0396 people.',
    );
  });
});

describe('a trial planned from its protocol', () => {
  test('arms, comparisons, correction, expected ceremonies and smallest effect are the protocol’s', async () => {
    const protocol = file('offer.json', changed('ceremony-offer', {}));
    const out = await answered(`--baseline 0.4 --protocol ${protocol}`);
    expect(out).toContain('volunteering against standard, one of 3 comparisons (holm)');
    expect(out).toContain('156 ceremonies of 23.3 people');
    expect(out).toContain('it may reject more');
    expect(out).toContain('power for 5.0 points');
  });

  test('households where households are drawn, and what was assumed of them', async () => {
    const protocol = file('pack.json', changed('welcome-pack', {}));
    const out = await answered(`--baseline 0.4 --protocol ${protocol} --difference 0.07`);
    expect(out).toMatch(/households of 1\.2 people/);
    expect(out).toContain('assumed: households: ours');
    expect(out).toContain('power for 7.0 points');
  });

  test('a protocol that does not parse is placed', async () => {
    const protocol = file('broken.json', changed('ceremony-offer', { unit: 'borough' }));
    const { code, err } = await run(`--baseline 0.4 --protocol ${protocol}`);
    expect(code).toBe(2);
    expect(err).toMatch(/broken\.json: line \d+, column \d+: unit:/);
  });
});

describe('a baseline file', () => {
  // Six ceremonies of four.
  const ceremonies = [
    [1, 1, 1, 1],
    [0, 0, 0, 0],
    [1, 1, 1, 0],
    [0, 0, 0, 1],
    [1, 1, 1, 1],
    [0, 0, 1, 0],
  ];
  const lines = ceremonies.flatMap((people, ceremony) => people.map((registered) => `${ceremony},${registered}`));
  const data = file('baseline.csv', `ceremony,registered\n${lines.join('\n')}\n`);

  test('its correlation with an interval, its risk and its sizes', async () => {
    const line = `--data ${data} --outcome registered --cluster ceremony --difference 0.2`;
    const { baseline, clusters, iccs, outcome } = JSON.parse(await answered(line, '--json'));
    const means = ceremonies.map((people) => people.reduce((sum: number, x) => sum + x, 0) / 4);
    const whole = means.reduce((sum, x) => sum + x, 0) / 6;
    const between = (4 * means.reduce((sum, x) => sum + (x - whole) ** 2, 0)) / 5;
    const within = means.reduce((sum, x) => sum + 4 * x * (1 - x), 0) / 18;
    expectClosedForm(baseline.icc, (between - within) / (between + 3 * within), 'correlation');
    expect([outcome.reference, clusters.size, clusters.sizeVariation]).toEqual([whole, 4, 0]);
    expect(iccs).toHaveLength(3);
    expect(iccs[0]).toBeLessThan(iccs[1]);
    const text = await answered(line);
    expect(text).toContain('baseline: intraclass correlation');
    expect(text).toContain('of 24 people in 6 clusters');
  });

  test('of a number has the standard deviation to plan with', async () => {
    const days = file('days.csv', 'home,days\n1,3\n1,5\n2,8\n2,9\n3,1\n3,4\n');
    const line = `--data ${days} --outcome days --kind continuous --cluster home --difference 2`;
    const { outcome } = JSON.parse(await answered(line, '--json'));
    // Of 3, 5, 8, 9, 1, 4: mean 5, squares 4 + 0 + 9 + 16 + 16 + 1 = 46 over 5.
    expect(outcome.kind).toBe('continuous');
    expectClosedForm(outcome.sd, Math.sqrt(46 / 5), 'standard deviation');
  });

  test('alone, it tells the correlation and the design effect', async () => {
    const out = await answered(`--data ${data} --outcome registered --cluster ceremony`);
    expect(out).toContain('design effect');
    expect(out).not.toContain('detects');
  });

  it('a column that is not there, and a cell that is no risk, are placed', async () => {
    const missing = await run(`--data ${data} --outcome registered --cluster home --difference 0.1`);
    expect([missing.code, missing.err]).toEqual([
      2,
      `${data}: line 1, column 1: the data has no column "home"; its columns are "ceremony", "registered"\n`,
    ]);
    const wrong = file('wrong.csv', 'ceremony,registered\n1,yes\n');
    const { code, err } = await run(`--data ${wrong} --outcome registered --cluster ceremony --difference 0.1`);
    expect(code).toBe(2);
    expect(err).toContain('line 2, column 3: column registered: a binary outcome must be 0 or 1');
  });

  it('one ceremony alone cannot tell a correlation', async () => {
    const one = file('one.csv', 'ceremony,registered\n1,0\n1,1\n');
    await expect(run(`--data ${one} --outcome registered --cluster ceremony --difference 0.1`)).rejects.toThrow(
      Refusal,
    );
  });
});

describe('what is typed wrong says what would be right', () => {
  it.each<[words: string, problem: string]>([
    [
      '--baseline 40% --difference 0.05',
      '--baseline: must be a share above 0 and below 1, such as 0.4 for 40%; this is "40%"',
    ],
    ['--difference 0.05', '--baseline: is missing: the risk in the reference arm'],
    ['--baseline 0.4', '--difference: is missing, and so is the trial’s size'],
    ['--baseline 0.4 --sd 1 --people 100', '--sd: is of a mean and --baseline of a risk'],
    ['--baseline 0.4 --difference 0.7', '--difference: and --baseline together must stay between 0 and 1'],
    ['--baseline 0.4 --people 10.5', '--people: must be a whole number from 1'],
    ['--baseline 0.4 --clusters 30', '--size: is missing: the people in a cluster on average'],
    ['--baseline 0.4 --people 90 --icc 0.02', '--icc: is of clusters: give their --size, too'],
    ['--baseline 0.4 --people 90 --size 3 --icc 0.02,1', '--icc: must be intraclass correlations from 0 to below 1'],
    ['--baseline 0.4 --people 90 --clusters 3 --size 30', '--people: and --clusters are two sizes of one trial'],
    ['--baseline 0.4 --people 90 --ratio 2', '--ratio: must hold at least two arms'],
    ['--baseline 0.4 --people 90 --correction tukey', '--correction: must be one of none, bonferroni, holm'],
    ['--baseline 0.4 --people 90 --power 0.04', '--power: must be a power from 0.5 to below 1'],
    ['--baseline 0.4 --people 90 --sided 3', '--sided: must be 1 or 2'],
    ['--baseline 0.4 --people 90 --alpha 0.5', '--alpha: must be an error above 0 and below 0.5'],
    ['--baseline 0.4 --people 90 --outcome y', '--outcome: is about --data, which is not given'],
    ['--data x.csv --outcome y', '--data: needs the names of its columns'],
    ['--baseline 0.4 --protocol p.json --ratio 1:1', '--ratio: stands in the protocol, and is not given beside it'],
    ['--baseline 0.4 --people 90 --simulate', '--protocol: is missing: what is simulated'],
    ['--baseline 0.4 --people 90 --seed s', '--seed: goes with --simulate'],
    ['--baseline 0.4 --prople 90', '--prople: is not an option of this command'],
  ])('%s', async (words, problem) => {
    const { code, out, err } = await run(words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(problem);
    expect(err).toContain('Usage: pledge power');
  });

  it('a mean where the protocol has a risk', async () => {
    const protocol = file('offer.json', changed('ceremony-offer', {}));
    const { code, err } = await run(`--sd 1 --protocol ${protocol}`);
    expect(code).toBe(2);
    expect(err).toContain('--sd: is of a mean, and the protocol’s primary outcome is a risk');
  });

  it('a file in which everybody registers, and a difference that leaves no risk', async () => {
    const all = file('all.csv', 'home,registered\n1,1\n1,1\n2,1\n2,1\n');
    const constant = run(`--data ${all} --outcome registered --cluster home --difference 0.1`);
    await expect(constant).rejects.toThrow('The outcomes do not vary within arms.');
    const most = file('most.csv', 'home,registered\n1,1\n1,1\n2,1\n2,0\n3,1\n3,1\n');
    const { code, err } = await run(`--data ${most} --outcome registered --cluster home --difference 0.2`);
    expect(code).toBe(2);
    expect(err).toContain('--difference: of 0.2 on a risk of 0.83');
  });
});

describe('simulation with the protocol’s own draw and plan', () => {
  const small = {
    'boroughs.0.expected': { ceremonies: 27, people: 10 },
    'boroughs.1.expected': { ceremonies: 27, people: 10 },
  };

  test('stands below the formula, with its Monte Carlo error, the same for the same seed', async () => {
    const protocol = file('simulated.json', changed('ceremony-offer', small));
    const line = `--baseline 0.4 --protocol ${protocol} --icc 0.02 --simulate --trials 20 --seed s`;
    const out = await answered(line);
    expect(out).toContain('Simulated: 20 trials at each correlation');
    expect(out).toMatch(/0\.02 +primary +volunteering - standard +5\.0 points +\d+\.0% \(Monte Carlo error \d+\.\d%\)/);
    expect(out).toMatch(/behavioural - volunteering +none/);
    expect(await answered(line)).toBe(out);
    const { simulation } = JSON.parse(await answered(line, '--json'));
    expect(simulation.rows[0].results).toHaveLength(3);
    expect([simulation.trials, simulation.seed]).toEqual([20, 's']);
  });

  it('says how many trials are too many', async () => {
    const protocol = file('simulated.json', changed('ceremony-offer', small));
    const { code, err } = await run(`--baseline 0.4 --protocol ${protocol} --simulate --trials 99999`);
    expect(code).toBe(2);
    expect(err).toMatch(/--trials: must be at most \d+ here/);
  });
});
