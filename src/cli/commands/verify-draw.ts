/** `pledge verify draw`: draws again from the published seed and names the first unit that differs. */
import { type DrawVerdict, verifyDraw } from '../../actions/verify-draw.ts';
import { type Command, exitCodes } from '../command.ts';
import { drawFiles, drawOptions, readDrawInput, readOption } from '../draw-input.ts';
import { refuse, refuseWords } from '../input-file.ts';
import { readWords } from '../words.ts';

const usage = 'pledge verify draw --protocol FILE --units CSV --allocations CSV --seed HEX64 [--beacon HEX] [--json]';

export const verifyDrawCommand: Command = {
  name: 'verify draw',
  summary: 'draw again and compare; name the first unit that differs',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: { ...drawOptions, allocations: true }, flags: ['json'], files: [] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options, flags } = read.value;
    const [input, allocations] = await Promise.all([readDrawInput(options), readOption(options, 'allocations')]);
    if (!input.ok) return refuse(terminal, input.problems);
    if (!allocations.ok) return refuse(terminal, allocations.problems);
    const verified = verifyDraw(input.value, allocations.value);
    if (!verified.ok) return refuse(terminal, drawFiles(options, verified.problems));
    const verdict = verified.value;
    if (flags.has('json')) terminal.out(`${JSON.stringify(verdict)}\n`);
    else terminal.out(asText(verdict, options.get('allocations') ?? ''));
    return verdict.ok ? exitCodes.done : exitCodes.difference;
  },
};

function asText(verdict: DrawVerdict, file: string): string {
  if (verdict.ok) return `The draw repeats: ${verdict.units} units, protocol ${verdict.protocolHash}.\n`;
  return `The draw differs. ${file}, line ${verdict.line}: unit "${verdict.unit}": ${verdict.reason}.\n`;
}
