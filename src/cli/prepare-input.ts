/** The files `pledge prepare` reads: the list, down to which column is which, and the borough's key. */
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { type FoundList, findList } from '../borough/find-list.ts';
import { type LinkageKey, parseLinkageKey } from '../borough/linkage-key.ts';
import { type Columns, matchColumns, withChosen } from '../borough/match-columns.ts';
import { columnQuestions } from '../borough/open-questions.ts';
import { readFile } from '../borough/read-file.ts';
import { isSameFile, readBytes } from './input-file.ts';
import { type PrepareChoices, readColumns } from './prepare-options.ts';
import { asked } from './prepare-words.ts';

export async function readKey(path: string): Promise<Parsed<LinkageKey>> {
  const bytes = await readBytes(path);
  return bytes.ok ? parseLinkageKey(new TextDecoder().decode(bytes.value)) : bytes;
}

export async function readList(
  options: ReadonlyMap<string, string>,
  { said }: PrepareChoices,
): Promise<Parsed<{ readonly list: FoundList; readonly columns: Columns }>> {
  const bytes = await readBytes(options.get('list') ?? '');
  const file = bytes.ok ? await readFile(bytes.value) : bytes;
  const found = file.ok ? findList(file.value, said) : file;
  if (!found.ok) return { ok: false, problems: file.ok ? found.problems.map(whereToLook) : found.problems };
  const given = options.get('columns');
  const chosen = given === undefined ? { ok: true as const, value: {} } : readColumns(given, found.value);
  if (!chosen.ok) return chosen;
  const matched = matchColumns(found.value.headings);
  const columns = withChosen(matched.columns, chosen.value);
  const open = columnQuestions(matched, columns).filter((one) => one.kind !== 'which-column' || one.isRequired);
  if (open.length > 0) return { ok: false, problems: open.map((one) => asked(one, found.value)) };
  return { ok: true, value: { list: found.value, columns } };
}

function whereToLook({ path, message }: Problem): Problem {
  return { path, message: `${message} (--sheet NAME and --headings ROW say where the list is)` };
}

/** An output that is one of the inputs, which would be lost. */
export async function lostFile(options: ReadonlyMap<string, string>): Promise<Problem | null> {
  for (const out of ['out', 'errors', 'names']) {
    for (const input of ['list', 'key']) {
      const [path, other] = [options.get(out), options.get(input)];
      if (path !== undefined && other !== undefined && (await isSameFile(path, other))) {
        return {
          path: `--${out}`,
          message: `${path} is the file given as --${input}, which would be lost; name another`,
        };
      }
    }
  }
  return null;
}
