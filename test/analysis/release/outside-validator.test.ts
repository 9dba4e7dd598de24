/** The data package of a release before somebody else's reader: the reference library of the Frictionless specifications for JavaScript. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { publicationPack } from '../../../analysis/release/pack.ts';
import { arm, sampleRelease } from './sample-release.ts';

type Resource = {
  readonly name: string;
  readonly valid: boolean;
  readonly errors: readonly Error[];
  readonly read: (options: { readonly keyed: boolean }) => Promise<readonly Readonly<Record<string, unknown>>[]>;
};
type Loaded = { readonly valid: boolean; readonly errors: readonly Error[]; readonly resources: readonly Resource[] };
type DataPackage = {
  readonly Package: { readonly load: (file: string, options: { readonly strict: boolean }) => Promise<Loaded> };
};

// The library has no types of its own.
// @ts-expect-error
const { Package }: DataPackage = (await import('datapackage')).default;

const folder = mkdtempSync(join(tmpdir(), 'pledge-pack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const model = sampleRelease([arm('usual', 1_000, 400), arm('visit', 1_000, 500)], {
  icc: 0.05,
  units: 100,
  variation: 0.5,
});
for (const { name, bytes } of await publicationPack(model, new Date('2027-03-01T00:00:00Z'))) {
  writeFileSync(join(folder, name), bytes);
}

describe('the data package', () => {
  test('is valid, and each table is read by its own schema', async () => {
    const loaded = await Package.load(join(folder, 'datapackage.json'), { strict: true });
    expect([loaded.valid, loaded.errors]).toEqual([true, []]);
    expect(loaded.resources.map(({ name }) => name)).toEqual(['arms', 'effects', 'boroughs']);
    const tables = await Promise.all(loaded.resources.map((one) => one.read({ keyed: true })));
    expect(tables[0]?.slice(1, 3)).toEqual([
      { outcome: 'Registered', arm: 'visit', people: 1_000, had_outcome: 500, percent: 50 },
      { outcome: 'Volunteered', arm: 'usual', people: 1_000, had_outcome: null, percent: null },
    ]);
    expect(tables[2]).toEqual([
      { borough: 'Brent', randomised: 1_005 },
      { borough: 'Newham', randomised: null },
    ]);
  });

  test('would be refused with a word where its schema has a number', async () => {
    writeFileSync(join(folder, 'boroughs.csv'), 'borough,randomised\r\nBrent,many\r\n');
    const loaded = await Package.load(join(folder, 'datapackage.json'), { strict: true });
    const boroughs = loaded.resources.find(({ name }) => name === 'boroughs');
    await expect(boroughs?.read({ keyed: true })).rejects.toThrow();
  });
});
