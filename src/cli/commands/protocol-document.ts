/** `pledge protocol document`: the SPIRIT protocol, the analysis plan or a registration text, generated from one declaration. */
import { protocolDocument } from '../../actions/protocol-document.ts';
import { blanksWords, markdownOf } from '../../trial/documents/document.ts';
import { documentKinds, isDocumentKind } from '../../trial/documents/kinds.ts';
import { parseProtocol, planHash, protocolHash } from '../../trial/protocol.ts';
import { type Command, exitCodes } from '../command.ts';
import { readBytes, refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { readWords } from '../words.ts';

const usage = `pledge protocol document --kind ${documentKinds.join('|')} FILE [--json]`;

export const protocolDocumentCommand: Command = {
  name: 'protocol document',
  summary:
    'a document of a protocol as Markdown: SPIRIT 2025 protocol, analysis plan, or registration text for OSF or the AEA registry',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: { kind: true }, flags: ['json'], files: ['FILE'] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const kind = read.value.options.get('kind') ?? '';
    if (!isDocumentKind(kind)) {
      const message = `must be ${documentKinds.slice(0, -1).join(', ')} or ${documentKinds.at(-1)}`;
      return refuseWords(terminal, [{ path: '--kind', message }], usage);
    }
    const [file = ''] = read.value.files;
    const bytes = await readBytes(file);
    const parsed = bytes.ok ? parseProtocol(new TextDecoder().decode(bytes.value)) : bytes;
    if (!parsed.ok || !bytes.ok) {
      const problems = parsed.ok ? [] : parsed.problems;
      return refuse(
        terminal,
        problems.map((problem) => ({ ...problem, file })),
      );
    }
    const written = new TextDecoder().decode(bytes.value);
    const document = protocolDocument(kind, {
      protocol: parsed.value,
      protocolHash: protocolHash(written),
      planHash: planHash(written),
      version: null,
    });
    terminal.err(`${blanksWords(document)}\n`);
    terminal.out(read.value.flags.has('json') ? jsonText(document) : markdownOf(document));
    return exitCodes.done;
  },
};
