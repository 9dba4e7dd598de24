/**
 * The tables as an accessible spreadsheet (ODS), after the Analysis Function's "Releasing statistics in spreadsheets": a cover sheet, a sheet for
 * each table with its title and notes above it, no merged and no empty cells inside a table, nothing told by colour. The same bytes each time.
 */
import { writeOds } from 'hucre/ods';
import { correctionSentence, notShown, type ReleaseModel } from './release-model.ts';
import type { ReleaseTable } from './tables.ts';

/** @param day the start of the day of the release, which the file bears */
export async function releaseSpreadsheet(
  model: ReleaseModel,
  tables: readonly ReleaseTable[],
  day: Date,
): Promise<Uint8Array> {
  return writeOds({
    properties: { title: model.title, created: day, modified: day },
    sheets: [
      { name: 'Cover', rows: cover(model, tables).map((line) => [line]) },
      ...tables.map(({ name, title, columns, rows }) => ({
        name,
        rows: [
          [title],
          [`This sheet has one table. ${notShown} stands for a figure that is not shown.`],
          columns.map((one) => one.title),
          ...rows.map((row) =>
            row.map((cell, index) => (columns[index]?.type === 'number' && cell !== notShown ? Number(cell) : cell)),
          ),
        ],
      })),
    ],
  });
}

function cover(model: ReleaseModel, tables: readonly ReleaseTable[]): readonly string[] {
  return [
    model.title,
    ...(model.isSimulated ? ['SIMULATED: people and figures are made up.'] : []),
    model.question,
    `Released on ${model.releasedOn}, release ${model.version}. ${correctionSentence(model) ?? ''}`.trim(),
    `Counts are rounded to the nearest ${model.rule.base}; ${notShown} stands for a figure that is not shown, because fewer than ${model.rule.threshold} people stand behind it or behind one that it would tell.`,
    ...tables.map(({ name, title }) => `Sheet "${name}": ${title}`),
    'Open Government Licence v3.0',
  ];
}
