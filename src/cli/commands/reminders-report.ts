/** `pledge reminders report`: GOV.UK Notify's report of a file of messages, which holds addresses, brought down to hashes and codes. */
import { deliveriesCsv, readReport } from '../../borough/reminders/read-report.ts';
import { type Command, exitCodes } from '../command.ts';
import { isSameFile, readBytes, refuse, refuseWords } from '../input-file.ts';
import { refuseToWrite, writeWhole } from '../output-file.ts';
import { readWords } from '../words.ts';

const usage = 'pledge reminders report --report CSV --out CSV';
const rules = { options: { report: true, out: true }, flags: [], files: [] };

export const remindersReportCommand: Command = {
  name: 'reminders report',
  summary: 'what GOV.UK Notify reports of reminders, without addresses, to be uploaded',
  usage,
  async run(words, terminal) {
    const read = readWords(words, rules);
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const [file, out] = ['report', 'out'].map((name) => read.value.options.get(name) ?? '') as [string, string];
    if (await isSameFile(file, out)) {
      return refuse(terminal, [{ path: '--out', message: 'the report would be written over; name another file' }]);
    }
    const bytes = await readBytes(file);
    const report = bytes.ok ? readReport(bytes.value) : bytes;
    if (!report.ok)
      return refuse(
        terminal,
        report.problems.map((problem) => ({ ...problem, file })),
      );
    const { rows, pending, unknown } = report.value;
    if (unknown.length > 0) {
      const message = `row ${unknown.slice(0, 20).join(', ')}: not a message of ours, or a status that is not known here`;
      return refuse(terminal, [{ path: '', message, file }]);
    }
    try {
      await writeWhole(out, [deliveriesCsv(rows)]);
    } catch (error) {
      return refuseToWrite(terminal, out, error);
    }
    terminal.err(`${rows.length} messages reported. ${pending} are not decided yet and left out.\n`);
    return exitCodes.done;
  },
};
