/** `pledge draw`: allocates a list of units offline, in file order, by the engine the service uses. */
import type { Parsed } from '../../../analysis/plan/problem.ts';
import { visible } from '../../../analysis/plan/quoted.ts';
import {
  allocationColumns,
  allocationLine,
  type OfflineDraw,
  prepareDraw,
  problemsOf,
} from '../../actions/draw-offline.ts';
import type { DrawnFile } from '../../actions/draw-rows.ts';
import { type Command, exitCodes, type Terminal } from '../command.ts';
import { drawFiles, drawOptions, listDetails, readDrawInput } from '../draw-input.ts';
import { isSameFile, refuse, refuseWords } from '../input-file.ts';
import { refuseToWrite, writeWhole } from '../output-file.ts';
import { readProgress } from '../read-progress.ts';
import { rerandomisedWords } from '../rerandomised-words.ts';
import { NoSpool, Spool } from '../spool.ts';
import { readWords } from '../words.ts';

const usage = 'pledge draw --protocol FILE --units CSV (--seed HEX64 | --seed-file FILE) [--beacon HEX] [--out CSV]';
const linesAtOnce = 500;

export const drawCommand: Command = {
  name: 'draw',
  summary: 'allocate a list of units offline, in file order',
  usage,
  details: `Columns: unit; ceremony and household where the unit is smaller; list where ceremonies are drawn in cohorts; one for each
stratum, factor and covariate. Nothing is written before the whole list is drawn and found right; the file is yours
alone to read (mode 0600), since it holds units with their arms.
${listDetails}`,
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
    const input = await readDrawInput(options, readProgress('The list of units', terminal));
    if (!input.ok) return refuse(terminal, input.problems);
    using _units = input.value.units;
    const draw = prepareDraw(input.value);
    if (!draw.ok) return refuse(terminal, drawFiles(options, draw.problems));
    try {
      using spool = new Spool();
      const drawn = drawInto(spool, draw.value);
      if (!drawn.ok) return refuse(terminal, drawFiles(options, problemsOf('units', drawn)));
      terminal.err(rerandomisedWords(drawn.value.rerandomised));
      if (out !== undefined) return await writeTo(out, spool, { draw: draw.value, drawn: drawn.value }, terminal);
      for (const piece of spool.pieces()) terminal.out(piece);
      return exitCodes.done;
    } catch (error) {
      if (!(error instanceof NoSpool)) throw error;
      terminal.err(`${error.message}\n`);
      return error.fault.code;
    }
  },
};

/** The option whose file `out` is, by whatever name or link; undefined where it is none of them. */
async function inputAt(out: string, options: ReadonlyMap<string, string>): Promise<string | undefined> {
  for (const name of ['protocol', 'units', 'seed-file']) {
    if (await isSameFile(out, options.get(name) ?? '')) return name;
  }
  return undefined;
}

type Whole = { readonly draw: OfflineDraw; readonly drawn: DrawnFile };

async function writeTo(path: string, spool: Spool, { draw, drawn }: Whole, terminal: Terminal) {
  try {
    await writeWhole(path, spool.pieces());
  } catch (error) {
    return refuseToWrite(terminal, path, error);
  }
  terminal.err(`Drew ${drawn.units} units of ${draw.protocol.slug} into ${visible(path)}.\n`);
  return exitCodes.done;
}

/** Draws the whole list, a few thousand lines at a time. */
function drawInto(spool: Spool, draw: OfflineDraw): Parsed<DrawnFile> {
  const walk = draw.drawn();
  let lines = [`${allocationColumns.join(',')}\n`];
  let step = walk.next();
  for (; step.done !== true; step = walk.next()) {
    lines.push(allocationLine(step.value));
    if (lines.length < linesAtOnce) continue;
    spool.write(lines.join(''));
    lines = [];
  }
  spool.write(lines.join(''));
  return step.value;
}
