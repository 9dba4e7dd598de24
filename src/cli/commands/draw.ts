/** `pledge draw`: allocates a list of units offline, in file order, by the engine the service uses. */
import { open } from 'node:fs/promises';
import { allocationColumns, allocationLine, type OfflineDraw, prepareDraw } from '../../actions/draw-offline.ts';
import { type Command, exitCodes, type Terminal } from '../command.ts';
import { drawFiles, drawOptions, readDrawInput } from '../draw-input.ts';
import { isSameFile, reasonOf, refuse, refuseWords } from '../input-file.ts';
import { readWords } from '../words.ts';

const usage = 'pledge draw --protocol FILE --units CSV --seed HEX64 [--beacon HEX] [--out CSV]';
const linesAtOnce = 5_000;

export const drawCommand: Command = {
  name: 'draw',
  summary: 'allocate a list of units offline, in file order',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: { ...drawOptions, out: false }, flags: [], files: [] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options } = read.value;
    const out = options.get('out');
    const lost = out === undefined ? undefined : await inputAt(out, options);
    if (lost !== undefined) {
      const message = `${out} is the file given as --${lost}, which would be lost; name another`;
      return refuse(terminal, [{ path: '--out', message }]);
    }
    const input = await readDrawInput(options);
    if (!input.ok) return refuse(terminal, input.problems);
    const draw = prepareDraw(input.value);
    if (!draw.ok) return refuse(terminal, drawFiles(options, draw.problems));
    if (out === undefined) {
      for (const part of partsOf(draw.value)) terminal.out(part);
      return exitCodes.done;
    }
    return writeTo(out, draw.value, terminal);
  },
};

/** The option whose file `out` is, by whatever name or link; undefined where it is none of them. */
async function inputAt(out: string, options: ReadonlyMap<string, string>): Promise<string | undefined> {
  for (const name of ['protocol', 'units']) {
    if (await isSameFile(out, options.get(name) ?? '')) return name;
  }
  return undefined;
}

async function writeTo(path: string, draw: OfflineDraw, terminal: Terminal) {
  try {
    await using file = await open(path, 'w');
    for (const part of partsOf(draw)) await file.write(part);
  } catch (error) {
    const message = reasonOf(error);
    if (message === undefined) throw error;
    return refuse(terminal, [{ path: '--out', message: `${path}: ${message}` }]);
  }
  terminal.err(`Drew ${draw.units.rows} units of ${draw.protocol.slug} into ${path}.\n`);
  return exitCodes.done;
}

/** The file, a few thousand lines at a time. */
function* partsOf(draw: OfflineDraw): Generator<string> {
  let lines = [`${allocationColumns.join(',')}\n`];
  for (const drawn of draw.drawn()) {
    lines.push(allocationLine(drawn));
    if (lines.length < linesAtOnce) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}
