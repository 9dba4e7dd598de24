/** `pledge verify run`: holds the files of a run to its manifest, and its results to a new computation. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputRefused } from '../../../analysis/plan/problem.ts';
import { visible } from '../../../analysis/plan/quoted.ts';
import { verifyRun } from '../../actions/verify-run.ts';
import { type Command, exitCodes } from '../command.ts';
import { readBytes, reasonOf, refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { readWords } from '../words.ts';

const usage = 'pledge verify run DIR [--json]';

export const verifyRunCommand: Command = {
  name: 'verify run',
  summary: 'check the files of an analysis run and compute its results again',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: {}, flags: ['json'], files: ['DIR'] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const folder = read.value.files[0] ?? '';
    const names = await namesIn(folder);
    if (typeof names === 'string') return refuse(terminal, [{ file: folder, path: '', message: names }]);
    try {
      const verdict = await verifyRun(async (name) => {
        const file = names.includes(name) ? await readBytes(join(folder, name)) : null;
        return file?.ok ? file.value : null;
      }, names);
      const { differences, notes, filesChecked } = verdict;
      for (const note of notes) terminal.err(`Note: ${visible(note)}\n`);
      if (read.value.flags.has('json')) terminal.out(jsonText({ ok: differences.length === 0, ...verdict }));
      else if (differences.length === 0) {
        terminal.out(
          `The run holds: ${filesChecked} files are those of the manifest, and results.json comes out the same again.\n`,
        );
      } else {
        const lines = differences.map(({ file, message }) => `  ${visible(file)}: ${visible(message)}\n`);
        terminal.out(`The run differs.\n${lines.join('')}`);
      }
      return differences.length === 0 ? exitCodes.done : exitCodes.difference;
    } catch (error) {
      if (!(error instanceof InputRefused)) throw error;
      return refuse(
        terminal,
        error.problems.map((problem) => ({ ...problem, file: join(folder, 'manifest.json') })),
      );
    }
  },
};

async function namesIn(folder: string): Promise<readonly string[] | string> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return 'this is a file, not a folder';
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return reason === 'there is no such file' ? 'there is no such folder' : reason;
  }
}
