/** `pledge release`: writes the publication pack of a released trial into a folder. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { visible } from '../../../analysis/plan/quoted.ts';
import { packFile, packFiles } from '../../actions/release-pack.ts';
import { openDatabase } from '../../open-database.ts';
import { type Command, exitCodes } from '../command.ts';
import { refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { refuseToWrite } from '../output-file.ts';
import { reasonAgainst } from '../run-folder.ts';
import { readWords } from '../words.ts';

const usage = 'pledge release --trial SLUG --out DIR [--database var/pledge.sqlite] [--json]';

export const releaseCommand: Command = {
  name: 'release',
  summary: 'write the publication pack of a released trial: tables, metadata, methods, diagrams, guidance',
  usage,
  details:
    'Figures are released by two people on the service (POST /trials/{slug}/release); this writes what they approved, byte for byte.',
  async run(words, terminal) {
    const rules = { options: { trial: true, out: true, database: false }, flags: ['json'], files: [] };
    const read = readWords(words, rules);
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options, flags } = read.value;
    const [slug = '', folder = ''] = [options.get('trial'), options.get('out')];
    const against = await reasonAgainst(folder);
    if (against !== null) return refuse(terminal, [{ file: folder, path: '', message: against }]);
    const { deps, close } = await openDatabase(options.get('database') ?? 'var/pledge.sqlite', terminal.environment);
    try {
      const files = await packFiles(deps, slug);
      const contents = await Promise.all(
        files.map(async ({ name }) => ({ name, bytes: await packFile(deps, slug, name) })),
      );
      try {
        await mkdir(folder, { recursive: true });
        for (const { name, bytes } of contents) await writeFile(join(folder, name), bytes);
      } catch (error) {
        return refuseToWrite(terminal, folder, error);
      }
      if (flags.has('json')) terminal.out(jsonText({ out: folder, files }));
      else terminal.out(`Written to ${visible(folder)}: ${files.map(({ name }) => name).join(', ')}\n`);
      return exitCodes.done;
    } finally {
      close();
    }
  },
};
