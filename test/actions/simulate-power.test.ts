/** Simulated trials: drawn as the protocol draws, alike within clusters as was asked, and rejecting as the formula says. */
import { describe, expect, it } from 'vitest';
import { readBaseline } from '../../analysis/power/baseline.ts';
import { planPower } from '../../src/actions/plan-power.ts';
import { powerOfProtocol } from '../../src/actions/power-of-protocol.ts';
import { drawnTrial, simulablePlan, simulatePower } from '../../src/actions/simulate-power.ts';
import { simulatedData } from '../../src/actions/simulated-people.ts';
import { fastNumbers } from '../../src/randomise/fast-numbers.ts';
import { type Protocol, parseProtocol, protocolHash } from '../../src/trial/protocol.ts';
import { changed } from '../trial/changed-protocol.ts';

function read(slug: string, changes: Readonly<Record<string, unknown>> = {}): readonly [Protocol, string] {
  const text = changed(slug, changes);
  const parsed = parseProtocol(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return [parsed.value, protocolHash(text)];
}

const arms = ['standard', 'volunteering', 'behavioural'];

describe('the draw of a simulated trial is the protocol’s', () => {
  it('blocks of 27 within boroughs hold nine of each arm', () => {
    const [protocol, hash] = read('ceremony-offer', {
      'boroughs.0.expected': { ceremonies: 54, people: 18 },
      'boroughs.1.expected': { ceremonies: 27, people: 22 },
    });
    const drawn = drawnTrial(protocol, hash, 'seed', fastNumbers('lists'));
    const ofBorough = (code: string) => drawn.filter(({ unit }) => unit.borough === code).map(({ arm }) => arm);
    for (const block of [
      ofBorough('E09000005').slice(0, 27),
      ofBorough('E09000005').slice(27),
      ofBorough('E09000019'),
    ]) {
      expect(arms.map((arm) => block.filter((one) => one === arm).length)).toEqual([9, 9, 9]);
    }
    expect(drawnTrial(protocol, hash, 'seed', fastNumbers('lists'))).toEqual(drawn);
    expect(drawnTrial(protocol, hash, 'another', fastNumbers('lists'))).not.toEqual(drawn);
  });

  it('people of one household share its arm', () => {
    const [protocol, hash] = read('welcome-pack', { unit: 'attendee' });
    const drawn = drawnTrial(protocol, hash, 'seed', fastNumbers('lists'));
    const homes = Map.groupBy(drawn, ({ unit }) => unit.household);
    expect(homes.size).toBeLessThan(drawn.length);
    expect([...homes.values()].every((people) => new Set(people.map(({ arm }) => arm)).size === 1)).toBe(true);
  });
});

describe('the people of a simulated trial', () => {
  it.each([0, 0.05, 0.3])('have the arm’s risk, and agree within ceremonies by %d', async (icc) => {
    const [protocol, hash] = read('ceremony-offer', {
      ...Object.fromEntries(
        [0, 1, 2, 3, 4, 5].map((borough) => [`boroughs.${borough}.expected`, { ceremonies: 500, people: 20 }]),
      ),
    });
    const random = fastNumbers(`people ${icc}`);
    const drawn = drawnTrial(protocol, hash, 'people', random);
    const risks = new Map(arms.map((arm, index) => [arm, 0.3 + 0.1 * index]));
    const outcome = { column: 'registered', yes: '1', no: '0', risks, icc };
    const text = simulatedData(protocol, drawn, outcome, new Set(['arm', 'ceremony', 'registered']), random);
    expect(text.startsWith('ceremony,arm,registered\n')).toBe(true);
    const lines = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    for (const [arm, risk] of risks) {
      const own = lines.filter((line) => line[1] === arm);
      const seen = own.filter((line) => line[2] === '1').length / own.length;
      // Four standard errors of some 1,000 ceremonies of 20 people.
      expect(Math.abs(seen - risk)).toBeLessThan(4 * Math.sqrt((0.25 / own.length) * (1 + 22 * icc)));
    }
    const columns = {
      outcome: 'registered',
      kind: 'binary',
      cluster: ['ceremony'],
      arm: 'arm',
      level: 0.9999,
    } as const;
    const found = await readBaseline(new TextEncoder().encode(text), columns);
    if (!('icc' in found)) throw new Error(found.notEstimable.reason);
    expect(found.icc).toBeGreaterThan(icc - 0.02);
    expect(found.icc).toBeLessThan(icc + 0.02);
  });

  it('have what the plan names of a person, and a success as the plan writes it', () => {
    const [protocol, hash] = read('welcome-pack');
    const random = fastNumbers('person');
    const drawn = drawnTrial(protocol, hash, 'person', random).slice(0, 5);
    const outcome = { column: 'registered', yes: 'yes', no: 'not yes', risks: new Map([['standard', 0.5]]), icc: 0 };
    const named = new Set(['household', 'age_band', 'attended', 'group_size', 'registered']);
    const lines = simulatedData(protocol, drawn, outcome, named, random).trim().split('\n');
    expect(lines[0]).toBe('household,group_size,age_band,attended,registered');
    expect(lines.length).toBeGreaterThan(drawn.length);
    for (const line of lines.slice(1)) expect(line).toMatch(/^\S+,\S+,[\w-]+,1,(yes|not yes)$/);
  });
});

describe('the simulated power', () => {
  it('is that of the formula, and between two arms alike the error', async () => {
    const [protocol, hash] = read('ceremony-offer', { 'analysis.multiplicity': { method: 'bonferroni' } });
    const asked = { baseline: 0.4, difference: 0.1, iccs: [0.05], trials: 300, seed: 'formula' };
    const { rows, people, trials } = await simulatePower(protocol, hash, asked);
    const outcome = { kind: 'binary', reference: 0.4 } as const;
    const { notes: _, ...design } = powerOfProtocol(protocol);
    const { rows: planned } = planPower({ ...design, ...asked, outcome, power: 0.8 });
    const formula = Number(planned[0]?.power);
    expect(trials).toBe(300);
    expect(Math.abs(people - (design.units ?? 0) * (design.clusters?.size ?? 0))).toBeLessThan(60);
    const results = rows[0]?.results ?? [];
    expect(results.map(({ difference }) => difference)).toEqual([0.1, 0.1, 0]);
    for (const { difference, rejected, standardError, notEstimable } of results) {
      expect(notEstimable).toBe(0);
      // Two points beyond chance for what the formula leaves out: strata, and errors estimated from few clusters.
      expect(Math.abs(rejected - (difference === 0 ? 0.05 / 3 : formula))).toBeLessThan(4 * standardError + 0.02);
    }
  });

  it('is the same for the same seed, and counts what could not be computed', async () => {
    const tiny = { ceremonies: 1, people: 3 };
    const [protocol, hash] = read('ceremony-offer', {
      ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((borough) => [`boroughs.${borough}.expected`, tiny])),
    });
    const asked = { baseline: 0.4, difference: 0.1, iccs: [0.02, 0.5], trials: 30, seed: 'a' };
    const found = await simulatePower(protocol, hash, asked);
    expect(await simulatePower(protocol, hash, asked)).toEqual(found);
    expect(await simulatePower(protocol, hash, { ...asked, seed: 'b' })).not.toEqual(found);
    const results = found.rows.flatMap((row) => row.results);
    expect(results).toHaveLength(6);
    expect(results.some(({ notEstimable }) => notEstimable > 0)).toBe(true);
    expect(results.every(({ standardError }) => standardError > 0)).toBe(true);
  });

  it('draws again by any scheme, and says where it tries less often than the draw itself', async () => {
    const asked = { baseline: 0.4, difference: 0.1, iccs: [0.02], trials: 3, seed: 'schemes' };
    const schemes: readonly (readonly [scheme: object, slug: string])[] = [
      [{ kind: 'simple' }, 'ceremony-offer'],
      [{ kind: 'complete' }, 'ceremony-offer'],
      [{ kind: 'minimisation', factors: ['group_size'], randomShare: 0.2 }, 'welcome-pack'],
      [{ kind: 'big-stick', limit: 2 }, 'welcome-pack'],
      [{ kind: 'rerandomised', covariates: ['unit_size'], threshold: 0.5 }, 'ceremony-offer'],
    ];
    for (const [scheme, slug] of schemes) {
      const [protocol, hash] = read(slug, { scheme, strata: ['borough'] });
      const { rows, notes } = await simulatePower(protocol, hash, asked);
      expect(rows[0]?.results).toHaveLength(3);
      expect(notes.join().includes('at most 500 tries')).toBe('covariates' in scheme);
    }
  });

  it('leaves out what does not compare arms on the primary outcome', () => {
    const [protocol] = read('ceremony-offer');
    const plan = simulablePlan(protocol);
    expect(plan?.outcomes.map(({ name }) => name)).toEqual(['registered']);
    expect(plan?.estimators.map(({ id }) => id)).toEqual(['primary']);
  });
});
