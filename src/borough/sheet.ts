/**
 * A table as it came out of a file, all text: what CSV and workbooks have in common before anybody knows what a column means.
 * Dates of a workbook are 'YYYY-MM-DD', numbers their digits, empty cells ''.
 */
export type Sheet = {
  /** The sheet's name in a workbook; null for a text file. */
  readonly name: string | null;
  /** Rows may differ in length. */
  readonly rows: readonly (readonly string[])[];
  /** Rows the person had hidden (a filter, say) when the file was saved; they are read like the others. */
  readonly hiddenRows: number;
};

/** The number of row `index` as a spreadsheet program shows it. */
export function rowNumber(index: number): number {
  return index + 1;
}

/** The letters a spreadsheet program shows above column `index`: A, B, … Z, AA. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

/** `text` without what cannot be seen at its ends and with single spaces inside, in Unicode's compatible form. */
export function tidied(text: string): string {
  return plainText.test(text) ? text : tidiedWhole(text);
}

/** What most cells are: nothing, or words of ASCII with single spaces, which need no tidying. */
const plainText = /^(?:[!-~]+(?: [!-~]+)*)?$/;

function tidiedWhole(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\u2060\ufeff]+/gu, ' ')
    .trim();
}
