/**
 * The seed of a draw: as a word of the command, or in a file, so that a seed which is still secret stands neither in the list of
 * processes nor in the history of a shell.
 */
import { decodeText } from '../../analysis/plan/decode-text.ts';
import type { Parsed } from '../../analysis/plan/problem.ts';
import { readBytes } from './input-file.ts';

/** Exactly one of the two is needed, which `readSeed` sees to. */
export const seedOptions = { seed: false, 'seed-file': false } as const;

type Options = ReadonlyMap<string, string>;

/** The option the seed came with, as it is named in messages. */
export function seedOption(options: Options): '--seed' | '--seed-file' {
  return options.has('seed-file') ? '--seed-file' : '--seed';
}

/** The seed as it was given, a file's last line end left off; whether it is one is for the draw to judge. */
export async function readSeed(options: Options): Promise<Parsed<string>> {
  const [seed, file] = [options.get('seed'), options.get('seed-file')];
  if (seed !== undefined && file !== undefined) {
    return { ok: false, problems: [{ path: '--seed-file', message: 'is given beside --seed; give one of the two' }] };
  }
  if (seed !== undefined) return { ok: true, value: seed };
  if (file === undefined) {
    return { ok: false, problems: [{ path: '--seed', message: 'is missing; give it, or a file with --seed-file' }] };
  }
  const bytes = await readBytes(file);
  const text = bytes.ok ? decodeText(bytes.value) : bytes;
  if (text.ok) return { ok: true, value: text.value.replace(/\r?\n$/, '') };
  return { ok: false, problems: text.problems.map((problem) => ({ ...problem, path: `--seed-file ${file}` })) };
}
