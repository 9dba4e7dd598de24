/** CSV after RFC 4180 with LF line ends: the same table gives the same bytes. */

type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** The header and the rows, each line ended. */
export function csvOf({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(csvValue).join(',')}\n`).join('');
}

/** One value, in quotation marks where it needs them. */
export function csvValue(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
