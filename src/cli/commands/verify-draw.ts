/** `pledge verify draw`: holds the published seed to its commitment, draws again from it, names the first unit that differs. */
import { quoted, quotedList, visible } from '../../../analysis/plan/quoted.ts';
import { type DrawVerdict, type SeedVerdict, verifyDraw, verifySeed } from '../../actions/verify-draw.ts';
import { type Command, exitCodes } from '../command.ts';
import { drawFiles, drawOptions, listDetails, openOption, readDrawInput } from '../draw-input.ts';
import { refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { readProgress } from '../read-progress.ts';
import { rerandomisedWords } from '../rerandomised-words.ts';
import { readWords } from '../words.ts';

const usage =
  'pledge verify draw --protocol FILE --units CSV --allocations CSV (--seed HEX64 | --seed-file FILE) [--commitment HEX64] [--beacon HEX] [--json]';

export const verifyDrawCommand: Command = {
  name: 'verify draw',
  summary: 'hold the seed to its commitment, draw again and compare; name the first unit that differs',
  usage,
  details: listDetails,
  async run(words, terminal) {
    const read = readWords(words, {
      options: { ...drawOptions, allocations: true, commitment: false },
      flags: ['json'],
      files: [],
    });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options, flags } = read.value;
    const input = await readDrawInput(options, readProgress('The list of units', terminal));
    if (!input.ok) return refuse(terminal, input.problems);
    using _units = input.value.units;
    const opened = await openOption(options, 'allocations', () => {});
    if (!opened.ok) return refuse(terminal, opened.problems);
    using allocations = opened.value;
    const seed = verifySeed(input.value, options.get('commitment') ?? null);
    if (!seed.ok) return refuse(terminal, drawFiles(options, seed.problems));
    if (!seed.value.ok) {
      terminal.out(flags.has('json') ? jsonText(seed.value) : `The seed differs: ${seed.value.reason}.\n`);
      return exitCodes.difference;
    }
    const verified = verifyDraw(input.value, allocations);
    if (!verified.ok) return refuse(terminal, drawFiles(options, verified.problems));
    const verdict = verified.value;
    const { commitment, isHeld } = seed.value;
    if (flags.has('json')) terminal.out(jsonText({ ...verdict, commitment, isCommitmentHeld: isHeld }));
    else terminal.out(`${asText(verdict, options)}${seedText(seed.value)}`);
    return verdict.ok ? exitCodes.done : exitCodes.difference;
  },
};

function asText(verdict: DrawVerdict, options: ReadonlyMap<string, string>): string {
  if (!verdict.ok) {
    const file = visible(options.get('allocations') ?? '');
    return `The draw differs. ${file}, line ${verdict.line}: unit ${quoted(verdict.unit)}: ${verdict.reason}.\n`;
  }
  const notUsed = (['units', 'allocations'] as const).flatMap((name) => {
    const columns = verdict.notUsed[name];
    return columns.length === 0
      ? []
      : [`Nothing was held to ${quotedList(columns)} of ${visible(options.get(name) ?? '')}.\n`];
  });
  return `The draw repeats: ${verdict.units} units, protocol ${verdict.protocolHash}.\n${rerandomisedWords(verdict.rerandomised)}${notUsed.join('')}`;
}

function seedText({ commitment, isHeld }: Extract<SeedVerdict, { readonly ok: true }>): string {
  const held = isHeld
    ? 'it is the one held'
    : 'none was given to hold it to: compare it with the one published at the lock';
  return `The seed’s commitment is ${commitment}; ${held}.\n`;
}
