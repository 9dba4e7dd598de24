/** `pledge key new`: makes a boroughs' linkage key in a new file that only its owner can read. */
import { rm, writeFile } from 'node:fs/promises';
import { bytesToHex } from '@noble/hashes/utils.js';
import { visible } from '../../../analysis/plan/quoted.ts';
import { type Command, exitCodes } from '../command.ts';
import { codeOf, refuse, refuseWords } from '../input-file.ts';
import { refuseToWrite, writeFault } from '../output-file.ts';
import { readWords } from '../words.ts';

const usage = 'pledge key new --out FILE';

export const keyNewCommand: Command = {
  name: 'key new',
  summary: 'make the linkage key of a borough, readable by you alone',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: { out: true }, flags: [], files: [] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const path = read.value.options.get('out') ?? '';
    const key = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
    try {
      await writeFile(path, `${key}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') {
        if (writeFault(error)?.code === exitCodes.refusal) await rm(path, { force: true });
        return refuseToWrite(terminal, path, error);
      }
      const message = 'there is a file already, and a key is never overwritten; give another name';
      return refuse(terminal, [{ path: '--out', message: `${path}: ${message}` }]);
    }
    terminal.err(
      `Made a linkage key in ${visible(path)} (mode 0600). Keep a copy under lock: without it nothing can be matched, and with it hashes can be traced to people.\n`,
    );
    return exitCodes.done;
  },
};
