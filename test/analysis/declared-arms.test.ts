/** Arms that the plan declares: one without a row is not estimable, one that is not declared is refused. */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/run.ts';

const data = new TextEncoder().encode('arm,y\na,1\na,0\na,1\nb,0\nb,1\nb,1\n');
const plan = (arm: object) =>
  JSON.stringify({
    title: 'Declared arms',
    arm: { column: 'arm', reference: 'a', ...arm },
    outcomes: [{ name: 'y', column: 'y', kind: 'binary', primary: true }],
    contrasts: [
      ['b', 'a'],
      ['c', 'a'],
    ],
    estimators: [{ id: 'main', method: 'linear' }],
  });
const run = (arm: object) => analyse({ planText: plan(arm), data, engineVersion: 'test' });

describe('declared arms', () => {
  it('an arm without a row is not estimable where it is declared', async () => {
    const { files } = await run({ levels: ['a', 'b', 'c'] });
    const written = files.find(({ name }) => name === 'results.json');
    const { results } = JSON.parse(new TextDecoder().decode(written?.bytes));
    const [there, absent] = results;
    expect(there).toHaveProperty('estimate');
    expect(absent).toMatchObject({ contrast: ['c', 'a'], notEstimable: { code: 'empty-arm' } });
  });

  it('an arm without a row is refused as a likely slip where no arms are declared', async () => {
    await expect(run({})).rejects.toMatchObject({ problems: [{ path: 'contrasts[1][0]' }] });
  });

  it('an arm that is not declared is refused', async () => {
    await expect(run({ levels: ['a', 'c'] })).rejects.toMatchObject({
      problems: expect.arrayContaining([
        { path: 'arm.levels', message: expect.stringContaining('b'), line: 1, column: expect.any(Number) },
      ]),
    });
  });
});
