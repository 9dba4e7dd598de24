/** The register that `pledge match` reads, down to which column is which. */
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import { openRegister, type Register } from '../borough/matching/read-register.ts';
import {
  missingColumns,
  type RegisterColumns,
  type RegisterField,
  registerFields,
  registerLabels,
  withChosenColumns,
} from '../borough/matching/register-columns.ts';
import { readBytes } from './input-file.ts';
import { columnCalled } from './prepare-options.ts';

export async function readMatchRegister(options: ReadonlyMap<string, string>): Promise<Parsed<Register>> {
  const bytes = await readBytes(options.get('register') ?? '');
  if (!bytes.ok) return bytes;
  const [sheet, headings] = [options.get('register-sheet'), options.get('register-headings')];
  if (headings !== undefined && !/^[1-9]\d{0,6}$/.test(headings)) {
    return {
      ok: false,
      problems: [{ path: '--register-headings', message: 'give the number of the row that names the columns' }],
    };
  }
  const said = {
    ...(sheet === undefined ? {} : { sheet }),
    ...(headings === undefined ? {} : { headingRow: Number(headings) }),
  };
  const opened = await openRegister(bytes.value, said);
  if (!opened.ok) return opened;
  const given = options.get('register-columns');
  const { headings: shown, columns } = opened.value;
  const chosen = given === undefined ? { ok: true as const, value: {} } : chosenColumns(given, shown);
  if (!chosen.ok) return chosen;
  const register = { ...opened.value, columns: withChosenColumns(columns, chosen.value) };
  const problems = missingColumns(register.columns).map((field) => ({
    path: registerLabels[field],
    message: `no column of the register is known as it; say which with --register-columns: ${shown.map((one) => quoted(one)).join(', ')}`,
  }));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: register };
}

function chosenColumns(text: string, headings: readonly string[]): Parsed<Partial<RegisterColumns>> {
  const problems: Problem[] = [];
  const chosen: Partial<Record<RegisterField, readonly number[]>> = {};
  for (const part of text.split(',')) {
    const [name = '', ...rest] = part.split('=');
    const field = registerFields.find((one) => one === name.trim());
    const wanted = rest.join('=').trim();
    const found = wanted === 'none' ? [] : wanted.split('+').map((one) => columnCalled(one.trim(), headings));
    if (field === undefined || wanted === '' || found.includes(-1)) {
      const message = `${quoted(part)} is not FIELD=COLUMN; the fields are ${registerFields.join(', ')}, and the columns ${headings.map((heading) => quoted(heading)).join(', ')}`;
      problems.push({ path: '--register-columns', message });
    } else chosen[field] = found;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: chosen };
}
