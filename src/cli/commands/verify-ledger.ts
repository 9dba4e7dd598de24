/** `pledge verify ledger`: walks the hash chain of an exported ledger and names the first broken entry. */
import { decodeText } from '../../../analysis/plan/decode-text.ts';
import { visible } from '../../../analysis/plan/quoted.ts';
import { type LedgerFileVerdict, verifyLedgerText } from '../../actions/verify-ledger-file.ts';
import { type Command, exitCodes } from '../command.ts';
import { readBytes, refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { readWords } from '../words.ts';

const usage = 'pledge verify ledger FILE [--head HASH] [--json]';

export const verifyLedgerCommand: Command = {
  name: 'verify ledger',
  summary: 'walk the hash chain of an exported ledger; name the first broken entry',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: { head: false }, flags: ['json'], files: ['FILE'] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const head = read.value.options.get('head');
    if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) {
      const problem = {
        path: '--head',
        message: 'must be 64 lower-case hexadecimal digits, the hash of the newest entry',
      };
      return refuseWords(terminal, [problem], usage);
    }
    const [file = ''] = read.value.files;
    const bytes = await readBytes(file);
    const text = bytes.ok ? decodeText(bytes.value) : bytes;
    const verified = text.ok ? verifyLedgerText(text.value.split(/\r\n|\n|\r/), head) : text;
    if (!verified.ok)
      return refuse(
        terminal,
        verified.problems.map((problem) => ({ ...problem, file })),
      );
    terminal.out(read.value.flags.has('json') ? jsonText(verified.value) : asText(verified.value, file));
    return verified.value.ok ? exitCodes.done : exitCodes.difference;
  },
};

function asText(verdict: LedgerFileVerdict, file: string): string {
  if (verdict.ok) return `The chain is whole: ${verdict.entries} entries, head ${verdict.head}.\n`;
  return `The chain is broken at entry ${verdict.at} (number ${verdict.at - 1}), ${visible(file)}, line ${verdict.line}: ${visible(verdict.reason)}.\n`;
}
