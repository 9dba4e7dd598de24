/** `pledge verify receipt`: holds a receipt to its number, to a ledger, to its protocol, and to the published seed. */
import type { Parsed, Problem } from '../../../analysis/plan/problem.ts';
import { visible } from '../../../analysis/plan/quoted.ts';
import { type ReceiptFileVerdict, type ReceiptProblem, verifyReceiptFile } from '../../actions/verify-receipt-file.ts';
import { type Command, exitCodes } from '../command.ts';
import { readBytes, refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { readSeed, seedOption, seedOptions } from '../seed-option.ts';
import { readWords } from '../words.ts';

const usage =
  'pledge verify receipt FILE [--number HEX64] [--ledger JSONL] [--protocol FILE [--seed HEX64 | --seed-file FILE] [--beacon HEX]] [--json]';

type Options = ReadonlyMap<string, string>;

export const verifyReceiptCommand: Command = {
  name: 'verify receipt',
  summary: 'hold a receipt to its number, a ledger, its protocol and the published seed',
  usage,
  details: `FILE is one receipt, the JSON that was given out. Each thing it is held to is optional; what was not given is said.
Under permuted blocks the seed gives one arm by itself; under every other scheme repeat the whole draw with
"pledge verify draw".`,
  async run(words, terminal) {
    const rules = { number: false, ledger: false, protocol: false, ...seedOptions, beacon: false };
    const read = readWords(words, { options: rules, flags: ['json'], files: ['FILE'] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options, flags, files } = read.value;
    const [file = ''] = files;
    const [receipt, ledger, protocol, seed] = await Promise.all([
      inFile(file),
      optional(options.get('ledger')),
      optional(options.get('protocol')),
      options.has('seed') || options.has('seed-file') ? readSeed(options) : null,
    ]);
    const unread = [receipt, ledger, protocol, seed].flatMap((one) => (one === null || one.ok ? [] : one.problems));
    if (unread.length > 0 || !receipt.ok) return refuse(terminal, unread);
    const verified = verifyReceiptFile({
      receipt: receipt.value,
      number: options.get('number') ?? null,
      ledger: ledger?.ok === true ? ledger.value : null,
      protocol: protocol?.ok === true ? protocol.value : null,
      seed: seed?.ok === true ? seed.value : null,
      beacon: options.get('beacon') ?? null,
    });
    if (!verified.ok)
      return refuse(
        terminal,
        verified.problems.map((problem) => placed(problem, file, options)),
      );
    const verdict = verified.value;
    terminal.out(flags.has('json') ? jsonText(verdict) : asText(verdict, file));
    return verdict.ok ? exitCodes.done : exitCodes.difference;
  },
};

async function inFile(path: string): Promise<Parsed<Uint8Array>> {
  const read = await readBytes(path);
  return read.ok ? read : { ok: false, problems: read.problems.map((problem) => ({ ...problem, path })) };
}

function optional(path: string | undefined): Promise<Parsed<Uint8Array>> | null {
  return path === undefined ? null : inFile(path);
}

/** The problem behind the name of the file, or the option, it is in. */
function placed({ input, ...problem }: ReceiptProblem, file: string, options: Options): Problem & { file?: string } {
  if (input === 'receipt') return { ...problem, file };
  if (input === 'seed') return { ...problem, path: seedOption(options) };
  const path = options.get(input);
  if ((input === 'ledger' || input === 'protocol') && path !== undefined) return { ...problem, file: path };
  return { ...problem, path: `--${input}` };
}

function asText(verdict: ReceiptFileVerdict, file: string): string {
  if (!verdict.ok) return `The receipt differs. ${visible(file)}: ${visible(verdict.reason)}.\n`;
  const { number, isNumberHeld, entry, isProtocolHeld, draw } = verdict;
  const lines = [
    `The receipt’s number is ${number}; ${isNumberHeld ? 'it is the one given' : 'compare it with the one kept'}.`,
    entry === null
      ? 'No ledger was given to look for its draw in.'
      : `Its draw is entry ${entry.seq} of the ledger, whose chain is whole, made ${entry.at}; entries after it: ${entry.entriesSince}.`,
    isProtocolHeld ? 'It names the protocol given.' : 'No protocol was given to hold it to.',
    drawText[draw ?? 'not-asked'],
  ];
  return `${lines.join('\n')}\n`;
}

const drawText = {
  repeats: 'The seed gives its arm.',
  'not-alone': 'Under this scheme no arm is drawn by itself: repeat the whole draw with "pledge verify draw".',
  'not-asked': 'No seed was given to draw its arm again.',
} as const;
