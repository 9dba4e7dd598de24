/** `pledge key new`: makes a boroughs' linkage key in a new file that only its owner can read. */
import { writeFile } from 'node:fs/promises';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type Command, exitCodes } from '../command.ts';
import { refuse, refuseWords } from '../input-file.ts';
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
      const message = whyNot(error);
      if (message === undefined) throw error;
      return refuse(terminal, [{ path: '--out', message: `${path}: ${message}` }]);
    }
    terminal.err(
      `Made a linkage key in ${path} (mode 0600). Keep a copy under lock: without it nothing can be matched, and with it hashes can be traced to people.\n`,
    );
    return exitCodes.done;
  },
};

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'there is a file already, and a key is never overwritten; give another name',
  ENOENT: 'there is no such folder',
  EISDIR: 'this is a folder, not a file',
  ENOTDIR: 'a folder in this path is a file',
  EACCES: 'this folder may not be written to by you',
  EROFS: 'this disk cannot be written to',
};

function whyNot(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return reasons[error.code];
}
