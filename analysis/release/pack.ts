/**
 * The publication pack: every file that leaves with a release, a pure function of its model, in a fixed order. The same model gives the
 * same bytes.
 */
import { guidancePage } from '../guidance/page.ts';
import { drawChart } from '../report/charts/draw.ts';
import { sha256 } from '../results/sha256.ts';
import { codebook, licenceText, methodsNote } from './documents.ts';
import { csvwMetadata, dataPackage, datasetJsonLd, type PackedFile } from './metadata.ts';
import { contrastWords, type ReleasedOutcome, type ReleaseModel } from './release-model.ts';
import { releaseSpreadsheet } from './spreadsheet.ts';
import { csvOf, releaseTables } from './tables.ts';

/** @param day the start of the day of the release */
export async function publicationPack(model: ReleaseModel, day: Date): Promise<readonly PackedFile[]> {
  const tables = releaseTables(model);
  const csvs = await Promise.all(tables.map((table) => packed(`${table.name}.csv`, csvOf(table))));
  const primary = model.outcomes.find(({ isPrimary }) => isPrimary) ?? model.outcomes[0];
  const others: readonly (readonly [string, string | Uint8Array])[] = [
    ['csv-metadata.json', csvwMetadata(model, tables)],
    ['datapackage.json', dataPackage(model, tables, csvs)],
    ['dataset.jsonld', datasetJsonLd(model, tables)],
    ['tables.ods', await releaseSpreadsheet(model, tables, day)],
    ['codebook.md', codebook(model, tables)],
    ['methods.md', methodsNote(model)],
    ['LICENCE.txt', licenceText(model)],
    ['consort.svg', model.flow],
    ...(primary === undefined ? [] : ([['forest.svg', forestOf(primary)]] as const)),
    ['guidance.html', guidancePage(model)],
  ];
  return [...csvs, ...(await Promise.all(others.map(([name, content]) => packed(name, content))))];
}

async function packed(name: string, content: string | Uint8Array): Promise<PackedFile> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, bytes, sha256: await sha256(bytes) };
}

/** Its figures are those of effects.csv. */
function forestOf({ label, differences }: ReleasedOutcome): string {
  const rows = differences.map(({ contrast, points, interval }) => ({
    label: contrastWords(contrast),
    value:
      typeof points === 'number' && interval !== 'suppressed'
        ? { estimate: points, lower: interval[0], upper: interval[1] }
        : null,
  }));
  return drawChart('forest', { kind: 'forest', title: label, scale: 'difference', unit: 'percentage points', rows })
    .text;
}
