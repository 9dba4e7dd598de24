/**
 * CR2 with Satterthwaite's degrees of freedom by household: 10,000 people beside R's estimatr in one run; all 344,084, for which
 * estimatr would need a matrix of all households; and how time and memory grow from an eighth of the people to all of them.
 * Needs the microdata (never part of the project), R with estimatr, and GNU time; says so where one is absent.
 * Run: node bench/reduced-errors.ts [repeats]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compute } from '../analysis/compute.ts';
import { analyseWords, best, ggl2008, line, type Measured, measure, whatIsAbsent } from './measure/whole-process.ts';

const repeats = Number(process.argv[2] ?? 3);

const plan = {
  title: 'Social pressure and turnout',
  arm: { column: 'treatment', reference: 'Control' },
  cluster: 'hh_id',
  outcomes: [{ name: 'voted', column: 'voted', kind: 'binary', primary: true }],
  contrasts: 'each-against-reference',
  estimators: [{ id: 'household', method: 'linear', errors: 'CR2' }],
};

const rScript = (data: string) => `
suppressMessages(library(estimatr))
d <- read.csv("${data}", stringsAsFactors = FALSE)
d$arm <- relevel(factor(d$treatment), "Control")
seconds <- system.time(fit <- lm_robust(voted ~ arm, d, clusters = hh_id, se_type = "CR2"))[["elapsed"]]
write.csv(tidy(fit), commandArgs(TRUE)[1]); writeLines(format(seconds), commandArgs(TRUE)[2])
`;

async function compare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-bench-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const lines = gunzipSync(readFileSync(ggl2008)).toString('utf8').trimEnd().split('\n');
  const people = lines.length - 1;
  const firstRows = (count: number) => file(`${count}.csv`, `${lines.slice(0, count + 1).join('\n')}\n`);
  const planFile = file('plan.json', JSON.stringify(plan));
  const out = join(folder, 'run');
  const ours = (data: string) => repeated(() => measure(folder, process.execPath, analyseWords(data, planFile, out)));

  const small = firstRows(10_000);
  const script = file('cr2.R', rScript(small));
  const mine = ours(small);
  const theirs = repeated(() => measure(folder, 'Rscript', [script, join(folder, 'r.csv'), join(folder, 's.txt')]));
  line('pledge analyse, 10,000 people', mine, '');
  line('R: estimatr, 10,000 people', theirs, `${(theirs.seconds / mine.seconds).toFixed(1)} times pledge`);

  const fitted = Number(readFileSync(join(folder, 's.txt'), 'utf8'));
  const read = await secondsOf(small);
  process.stdout.write(
    `Without either's start: reading and all figures ${read.toFixed(2)} s, lm_robust alone ${fitted.toFixed(2)} s, ` +
      `${(fitted / read).toFixed(1)} times\n`,
  );

  let before: Measured | null = null;
  for (const part of [8, 4, 2, 1]) {
    const count = Math.floor(people / part);
    const now = ours(firstRows(count));
    const growth = before === null ? '' : grown(before, now);
    line(`pledge analyse, ${count.toLocaleString('en-GB')} people`, now, growth);
    before = now;
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Of the engine on the file, from its bytes to all figures; the quickest of the repeats. */
async function secondsOf(path: string): Promise<number> {
  const data = readFileSync(path);
  let least = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    await compute({ planText: JSON.stringify(plan), data, engineVersion: 'bench' });
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}

function repeated(run: () => Measured): Measured {
  return best(Array.from({ length: repeats }, run));
}

function grown(before: Measured, now: Measured): string {
  const [time, memory] = [now.seconds / before.seconds, now.megabytes / before.megabytes];
  return `${time.toFixed(2)} times the time of half of them, ${memory.toFixed(2)} times the memory`;
}

const absent = whatIsAbsent(['estimatr']);
if (absent === null) await compare();
else process.stdout.write(`Not measured: ${absent} is not here.\n`);
