/** The publication pack: figures from rounded counts alone, files that agree with each other, and the same bytes each time. */
import { readOds } from 'hucre/ods';
import { describe, expect, test } from 'vitest';
import { releasedEffect } from '../../../analysis/release/effects.ts';
import { publicationPack } from '../../../analysis/release/pack.ts';
import { arm, sampleRelease } from './sample-release.ts';

const arms = [arm('usual', 1_000, 400), arm('visit', 1_000, 500)];
const spread = { icc: 0.05, units: 100, variation: 0.5 };

describe('a difference', () => {
  test('of people one by one has the textbook error and interval', () => {
    // sqrt(.4 * .6 / 1000 + .5 * .5 / 1000) = 0.02214; t with 1,998 degrees of freedom 1.9611; R: 2 * pt(-.1 / 0.02214, 1998).
    expect(releasedEffect(['visit', 'usual'], arms, null)).toEqual({
      ...{ contrast: ['visit', 'usual'], points: 10, error: 2.2, interval: [5.7, 14.3], p: 0.0000066 },
    });
  });

  test('of ceremonies is widened by their design effect', () => {
    // 1 + ((1 + 0.25) * 20 - 1) * 0.05 = 2.2; error 0.02214 * sqrt(2.2) = 0.03283; t with 98 degrees of freedom 1.9845.
    expect(releasedEffect(['visit', 'usual'], arms, spread)).toMatchObject({
      error: 3.3,
      interval: [3.5, 16.5],
      p: 0.003,
    });
  });

  test('is not shown where a count is not, and has no interval of few units or without variation', () => {
    const hidden = [arm('usual', 1_000, 'suppressed'), arm('visit', 1_000, 500)];
    expect(releasedEffect(['visit', 'usual'], hidden, null).points).toBe('suppressed');
    const few = releasedEffect(['visit', 'usual'], arms, { ...spread, units: 11 });
    expect(few).toMatchObject({ points: 10, error: 'suppressed', interval: 'suppressed', p: 'suppressed' });
    const all = [arm('usual', 1_000, 1_000), arm('visit', 1_000, 1_000)];
    expect(releasedEffect(['visit', 'usual'], all, null)).toMatchObject({ points: 0, error: 'suppressed' });
  });

  test('takes a correlation below 0 for none', () => {
    expect(releasedEffect(['visit', 'usual'], arms, { ...spread, icc: -0.2 }).error).toBe(2.2);
  });
});

describe('the pack', () => {
  const model = sampleRelease(arms, spread);
  const day = new Date('2027-03-01T00:00:00Z');
  const text = async (name: string) => {
    const file = (await publicationPack(model, day)).find((one) => one.name === name);
    if (file === undefined) throw new Error(`the pack has no ${name}`);
    return new TextDecoder().decode(file.bytes);
  };

  test('is the same byte for byte', async () => {
    const [once, again] = [await publicationPack(model, day), await publicationPack(model, day)];
    expect(again.map(({ name, sha256 }) => `${name} ${sha256}`)).toEqual(
      once.map(({ name, sha256 }) => `${name} ${sha256}`),
    );
    expect(once.map(({ name }) => name)).toEqual([
      ...[
        'arms.csv',
        'effects.csv',
        'boroughs.csv',
        'csv-metadata.json',
        'datapackage.json',
        'dataset.jsonld',
        'tables.ods',
      ],
      ...['codebook.md', 'methods.md', 'LICENCE.txt', 'consort.svg', 'forest.svg', 'guidance.html'],
    ]);
  });

  test('has tidy tables with one symbol for what is not shown', async () => {
    expect(await text('arms.csv')).toBe(
      [
        'outcome,arm,people,had_outcome,percent',
        'Registered,usual,1000,400,40.0',
        'Registered,visit,1000,500,50.0',
        'Volunteered,usual,1000,[c],[c]',
        'Volunteered,visit,1005,60,6.0',
        '',
      ].join('\r\n'),
    );
    expect(await text('effects.csv')).toContain('Volunteered,visit against usual,[c],[c],[c],[c],[c]\r\n');
    expect(await text('boroughs.csv')).toBe('borough,randomised\r\nBrent,1005\r\nNewham,[c]\r\n');
  });

  test('has metadata that names the columns, sizes and hashes of its tables', async () => {
    const pack = JSON.parse(await text('datapackage.json'));
    const csvw = JSON.parse(await text('csv-metadata.json'));
    const files = await publicationPack(model, day);
    for (const [index, { path, bytes, hash, schema }] of pack.resources.entries()) {
      const file = files.find(({ name }) => name === path);
      const header = (await text(path)).split('\r\n')[0]?.split(',');
      expect(schema.fields.map(({ name }: { name: string }) => name)).toEqual(header);
      expect(csvw.tables[index].url).toBe(path);
      expect(csvw.tables[index].tableSchema.columns.map(({ name }: { name: string }) => name)).toEqual(header);
      expect([bytes, hash]).toEqual([file?.bytes.length, `sha256:${file?.sha256}`]);
      expect(schema.missingValues).toEqual(['[c]']);
    }
    expect(JSON.parse(await text('dataset.jsonld'))).toMatchObject({ '@type': 'Dataset', datePublished: '2027-03-01' });
  });

  test('has a spreadsheet that says what the tables say, with a full table on each sheet', async () => {
    const file = (await publicationPack(model, day)).find(({ name }) => name === 'tables.ods');
    const book = await readOds(file?.bytes ?? new Uint8Array());
    expect(book.sheets.map(({ name }) => name)).toEqual(['Cover', 'arms', 'effects', 'boroughs']);
    const [, arms] = book.sheets;
    expect(arms?.rows.slice(2)).toEqual([
      ['Outcome', 'Arm', 'People', 'Had the outcome', 'Per cent'],
      ...[
        ['Registered', 'usual', 1_000, 400, 40],
        ['Registered', 'visit', 1_000, 500, 50],
      ],
      ...[
        ['Volunteered', 'usual', 1_000, '[c]', '[c]'],
        ['Volunteered', 'visit', 1_005, 60, 6],
      ],
    ]);
  });

  test('says on every page that people and figures are made up where they are', async () => {
    for (const name of ['methods.md', 'codebook.md', 'guidance.html', 'datapackage.json', 'dataset.jsonld'])
      expect((await text(name)).toLowerCase()).toContain('made up');
  });
});
