/** A partner's file: the columns code, step and date. What is wrong with it comes back whole, by row; a code is never repeated. */
import type { Problem } from '../../analysis/plan/problem.ts';
import { funnelSteps } from '../trial/outcome-window.ts';
import { type ByCode, byCodeSchema, mostCodes } from './record-by-code.ts';
import { columnOf, readTable } from './table-file.ts';

export type CodeFile =
  | { readonly ok: true; readonly value: ByCode }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function readCodeFile(file: Uint8Array): CodeFile {
  const table = readTable(file, ['code', 'step', 'date']);
  if (!table.ok)
    return {
      ok: false,
      problems: table.problems.map(({ message }) => ({ path: 'file', message: `The file: ${message}` })),
    };
  if (table.value.rows === 0) return refused('has no rows');
  if (table.value.rows > mostCodes)
    return refused(`has ${table.value.rows} rows: at most ${mostCodes} are read at once`);
  const [code, step, date] = ['code', 'step', 'date'].map((name) => columnOf(table.value, name));
  if (code === undefined || step === undefined || date === undefined) throw new Error('A column is missing.');
  const rows = Array.from({ length: table.value.rows }, (_, row) => ({
    ...{ code: code.text(row).trim(), step: step.text(row).trim(), date: date.text(row).trim() },
  }));
  const read = byCodeSchema.safeParse({ rows });
  if (read.success) return { ok: true, value: read.data };
  return {
    ok: false,
    problems: read.error.issues.map(({ path: [, row, field] }) => ({
      path: 'file',
      message: `Row ${Number(row) + 1}: ${asked[String(field)] ?? 'this is not right'}`,
    })),
  };
}

const asked: Readonly<Record<string, string>> = {
  code: 'the code is too long',
  step: `step must be one of ${funnelSteps.join(', ')}`,
  date: 'date must be like 2026-03-31',
};

const refused = (message: string): CodeFile => ({
  ok: false,
  problems: [{ path: 'file', message: `The file ${message}` }],
});
