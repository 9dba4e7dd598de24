/** `pledge analyse`: a declared plan applied to any rectangular file; writes a run that `pledge verify run` can check. */
import { visible } from '../../../analysis/plan/quoted.ts';
import { type AnalysedFile, analyseFile } from '../../actions/analyse-file.ts';
import { type Command, exitCodes, type Terminal } from '../command.ts';
import { readBytes, refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { refuseToWrite } from '../output-file.ts';
import { reasonAgainst, writeRun } from '../run-folder.ts';
import { readWords } from '../words.ts';

const usage = 'pledge analyse --data CSV|- --plan JSON --out DIR [--json]';

export const analyseCommand: Command = {
  name: 'analyse',
  summary: 'analyse a CSV file (also .csv.gz, or - for standard input) by a declared plan',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: { data: true, plan: true, out: true }, flags: ['json'], files: [] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options, flags } = read.value;
    const [dataPath = '', planPath = '', folder = ''] = ['data', 'plan', 'out'].map((name) => options.get(name));
    const against = await reasonAgainst(folder);
    if (against !== null) return refuse(terminal, [{ file: folder, path: '', message: against }]);
    const [plan, data] = await Promise.all([
      readBytes(planPath),
      dataPath === '-' ? readStandardInput() : readBytes(dataPath),
    ]);
    const names = { plan: planPath, data: dataPath === '-' ? 'standard input' : dataPath };
    if (!plan.ok) return refuse(terminal, named(names.plan, plan.problems));
    if (!data.ok) return refuse(terminal, named(names.data, data.problems));
    const analysed = await analyseFile(plan.value, data.value, progress(terminal));
    if (!analysed.ok) return refuse(terminal, named(names[analysed.source], analysed.problems));
    return write(folder, analysed, flags.has('json'), terminal);
  },
};

type Analysed = Extract<AnalysedFile, { readonly ok: true }>;

async function write(folder: string, { files, summary }: Analysed, isJson: boolean, terminal: Terminal) {
  try {
    await writeRun(folder, files);
  } catch (error) {
    return refuseToWrite(terminal, folder, error);
  }
  if (isJson) {
    const { lines: _, ...rest } = summary;
    terminal.out(jsonText({ out: folder, files: files.map(({ name }) => name), ...rest }));
  } else
    terminal.out(
      `${summary.lines.map(visible).join('\n')}\nWritten to ${visible(folder)}: ${files.map(({ name }) => name).join(', ')}\n`,
    );
  return exitCodes.done;
}

function progress({ isInteractive, err }: Terminal): (step: string) => void {
  return (step) => {
    if (isInteractive) err(`${step}\n`);
  };
}

async function readStandardInput(): Promise<{ readonly ok: true; readonly value: Uint8Array }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return { ok: true, value: Buffer.concat(chunks) };
}

function named<P extends object>(file: string, problems: readonly P[]): readonly (P & { readonly file: string })[] {
  return problems.map((problem) => ({ ...problem, file }));
}
