/** `pledge protocol checklist`: the reporting checklist of CONSORT 2025, filled in as far as the declaration goes. */

import { consortChecklist, consortChecklistText } from '../../trial/documents/consort-checklist.ts';
import { parseProtocol } from '../../trial/protocol.ts';
import { type Command, exitCodes } from '../command.ts';
import { readBytes, refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { readWords } from '../words.ts';

const usage = 'pledge protocol checklist FILE [--json]';

export const protocolChecklistCommand: Command = {
  name: 'protocol checklist',
  summary:
    'the CONSORT 2025 checklist of a protocol as Markdown: what it declares, what a run will say, what a person must write',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: {}, flags: ['json'], files: ['FILE'] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const [file = ''] = read.value.files;
    const bytes = await readBytes(file);
    if (!bytes.ok)
      return refuse(
        terminal,
        bytes.problems.map((problem) => ({ ...problem, file })),
      );
    const text = new TextDecoder().decode(bytes.value);
    const parsed = parseProtocol(text);
    if (!parsed.ok)
      return refuse(
        terminal,
        parsed.problems.map((problem) => ({ ...problem, file })),
      );
    const isJson = read.value.flags.has('json');
    terminal.out(isJson ? jsonText(consortChecklist(parsed.value, text)) : consortChecklistText(parsed.value, text));
    return exitCodes.done;
  },
};
