/**
 * `pledge analyse` beside R's estimatr on the same file in one run: 344,084 people in 180,002 households, five arms; a linear
 * model with CR1S by household and one with HC2, four contrasts each. Whole processes, from start to written results. Needs
 * the microdata (never part of the project), R with estimatr, and GNU time for the memory; says so where one is absent.
 * Run: node bench/analyse.ts [repeats]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const data = join(root, '../shared/data/ggl2008.csv.gz');
const repeats = Number(process.argv[2] ?? 3);

const plan = {
  title: 'Social pressure and turnout',
  arm: { column: 'treatment', reference: 'Control' },
  cluster: 'hh_id',
  outcomes: [{ name: 'voted', column: 'voted', kind: 'binary', primary: true }],
  contrasts: 'each-against-reference',
  estimators: [
    { id: 'household', method: 'linear', errors: 'CR1S' },
    { id: 'person', method: 'linear', errors: 'HC2' },
  ],
};

const rScript = (reader: string) => `
suppressMessages(library(estimatr))
d <- ${reader}
d$arm <- relevel(factor(d$treatment), "Control")
household <- lm_robust(voted ~ arm, d, clusters = hh_id, se_type = "stata")
person <- lm_robust(voted ~ arm, d, se_type = "HC2")
write.csv(rbind(tidy(household), tidy(person)), commandArgs(TRUE)[1])
`;

type Measured = { readonly seconds: number; readonly megabytes: number };

/** One whole process under GNU time: wall seconds, and the peak of its resident memory. */
function measure(folder: string, command: string, words: readonly string[]): Measured {
  const report = join(folder, 'time.txt');
  const child = spawnSync('time', ['-f', '%e %M', '-o', report, command, ...words], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`${command} failed: ${child.stderr}`);
  const [seconds = Number.NaN, kilobytes = Number.NaN] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  return { seconds, megabytes: kilobytes / 1024 };
}

/** The quickest run, and the largest memory of any. */
function best(runs: readonly Measured[]): Measured {
  return {
    seconds: Math.min(...runs.map(({ seconds }) => seconds)),
    megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
  };
}

function works(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words).status === 0;
}

function whatIsAbsent(): string | null {
  if (!existsSync(data)) return 'the microdata of GGL 2008 (../shared/data/ggl2008.csv.gz)';
  if (!works('time', ['-f', '', 'true'])) return 'GNU time';
  return works('Rscript', ['-e', 'library(estimatr)']) ? null : 'R with the package estimatr';
}

function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-bench-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const planFile = file('plan.json', JSON.stringify(plan));
  const base = file('base.R', rScript(`read.csv("${data}", stringsAsFactors = FALSE)`));
  const fast = file('fast.R', rScript(`as.data.frame(data.table::fread("${data}"))`));
  const pledge = [
    join(root, 'src/cli/pledge.ts'),
    'analyse',
    '--data',
    data,
    '--plan',
    planFile,
    '--out',
    join(folder, 'run'),
  ];
  const contestants: readonly (readonly [name: string, command: string, words: readonly string[]])[] = [
    ['pledge analyse', process.execPath, pledge],
    ['R: read.csv, estimatr::lm_robust twice', 'Rscript', [base, join(folder, 'r.csv')]],
    ...(works('Rscript', ['-e', 'library(data.table)'])
      ? [['R: data.table::fread, the same', 'Rscript', [fast, join(folder, 'r.csv')]] as const]
      : []),
  ];
  const runs = contestants.map((): Measured[] => []);
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [index, [, command, words]] of contestants.entries()) runs[index]?.push(measure(folder, command, words));
  }
  const [ours] = runs.map(best);
  for (const [index, [name]] of contestants.entries()) {
    const { seconds, megabytes } = best(runs[index] ?? []);
    const ratio = (seconds / (ours?.seconds ?? Number.NaN)).toFixed(2);
    process.stdout.write(
      `${name.padEnd(42)} ${seconds.toFixed(2)} s   ${megabytes.toFixed(0)} MB   ${ratio} times pledge\n`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
}

const absent = whatIsAbsent();
if (absent === null) compare();
else process.stdout.write(`Not measured: ${absent} is not here.\n`);
