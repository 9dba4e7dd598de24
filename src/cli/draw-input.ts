/** What `pledge draw` and `pledge verify draw` are given in common: protocol, units, seed and the beacon's output. */
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import type { DrawInput, InputProblem } from '../actions/draw-offline.ts';
import { type FileSource, type OnRead, openFileSource } from './file-source.ts';
import { readBytes } from './input-file.ts';
import { readSeed, seedOption, seedOptions } from './seed-option.ts';

/** The options, true where required. */
export const drawOptions = { protocol: true, units: true, ...seedOptions, beacon: false } as const;

/** How lists are read, for the help of both commands. */
export const listDetails = `Lists are CSV in UTF-8, read in pieces: a long one needs hardly more memory than a short one, some 10 to
20 bytes a unit to find repeated ids. Held besides: an arm of each household where attendees are drawn; under
"complete" and "rerandomised" the arm of each unit (and its covariates while they are balanced), and the list is read
twice; a list in UTF-16 or from a pipe as a whole. A difference or a repeated id is looked at a second time.`;

type Options = ReadonlyMap<string, string>;

/** The list of units stays open until it is disposed of. */
export type OpenDrawInput = DrawInput & { readonly units: FileSource };

/** Reads the protocol and opens the list of units that the options name. */
export async function readDrawInput(options: Options, onRead: OnRead): Promise<Parsed<OpenDrawInput>> {
  const [protocol, units, seed] = await Promise.all([
    readOption(options, 'protocol'),
    openOption(options, 'units', onRead),
    readSeed(options),
  ]);
  if (!protocol.ok || !units.ok || !seed.ok) {
    if (units.ok) units.value[Symbol.dispose]();
    return { ok: false, problems: [protocol, units, seed].flatMap((read) => (read.ok ? [] : read.problems)) };
  }
  const beacon = options.get('beacon') ?? null;
  return { ok: true, value: { protocol: protocol.value, units: units.value, seed: seed.value, beacon } };
}

/** The file an option names, to be read piece by piece; problems carry the file's name. */
export function openOption(options: Options, name: string, onRead: OnRead): Promise<Parsed<FileSource>> {
  return named(options, name, (path) => openFileSource(path, onRead));
}

/** The bytes of the file an option names; problems carry the file's name. */
export function readOption(options: Options, name: string): Promise<Parsed<Uint8Array>> {
  return named(options, name, readBytes);
}

async function named<T>(
  options: Options,
  name: string,
  read: (path: string) => Promise<Parsed<T>>,
): Promise<Parsed<T>> {
  const path = options.get(name) ?? '';
  const result = await read(path);
  if (result.ok) return result;
  return { ok: false, problems: result.problems.map((problem) => ({ ...problem, path })) };
}

/** The problems behind the name of the file, or the option, each is in. */
export function drawFiles(
  options: Options,
  problems: readonly InputProblem[],
): readonly (Problem & { readonly file?: string })[] {
  return problems.map(({ input, ...problem }) => {
    if (input === 'seed') return { ...problem, path: seedOption(options) };
    if (input === 'beacon' || input === 'commitment') return { ...problem, path: `--${input}` };
    return { ...problem, file: options.get(input) ?? input };
  });
}
