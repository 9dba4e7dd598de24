/** Rows and cells in the shape GOV.UK's summary list and table macros take. Text only: the macros escape it. */
export type SummaryRow = {
  readonly key: { readonly text: string };
  readonly value: { readonly text: string; readonly classes?: string };
};

export type Cell = {
  readonly text: string;
  readonly format?: 'numeric';
  readonly classes?: string;
  readonly colspan?: number;
};

/** A row of a summary list. */
export const row = (key: string, text: string): SummaryRow => ({ key: { text: key }, value: { text } });

/** A row whose value is a hash or a seed: long, without spaces, to be compared by eye. */
export const codeRow = (key: string, text: string): SummaryRow => ({
  key: { text: key },
  value: { text, classes: 'app-code' },
});

export const cell = (text: string): Cell => ({ text });
export const numberCell = (text: string): Cell => ({ text, format: 'numeric' });
