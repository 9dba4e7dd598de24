/** What `pledge draw` and `pledge verify draw` are given in common: protocol, units, seed and the beacon's output. */
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import type { DrawInput, InputProblem } from '../actions/draw-offline.ts';
import { readBytes } from './input-file.ts';

/** The options, true where required. */
export const drawOptions = { protocol: true, units: true, seed: true, beacon: false } as const;

type Options = ReadonlyMap<string, string>;

/** Reads the files that the options name. */
export async function readDrawInput(options: Options): Promise<Parsed<DrawInput>> {
  const [protocol, units] = await Promise.all([readOption(options, 'protocol'), readOption(options, 'units')]);
  if (!protocol.ok || !units.ok) {
    return { ok: false, problems: [protocol, units].flatMap((read) => (read.ok ? [] : read.problems)) };
  }
  const seed = options.get('seed') ?? '';
  return {
    ok: true,
    value: { protocol: protocol.value, units: units.value, seed, beacon: options.get('beacon') ?? null },
  };
}

/** The bytes of the file an option names; problems carry the file's name. */
export async function readOption(options: Options, name: string): Promise<Parsed<Uint8Array>> {
  const path = options.get(name) ?? '';
  const read = await readBytes(path);
  if (read.ok) return read;
  return { ok: false, problems: read.problems.map((problem) => ({ ...problem, path })) };
}

/** The problems behind the name of the file, or the option, each is in. */
export function drawFiles(
  options: Options,
  problems: readonly InputProblem[],
): readonly (Problem & { readonly file?: string })[] {
  return problems.map(({ input, ...problem }) => {
    if (input === 'seed' || input === 'beacon' || input === 'commitment') return { ...problem, path: `--${input}` };
    return { ...problem, file: options.get(input) ?? input };
  });
}
