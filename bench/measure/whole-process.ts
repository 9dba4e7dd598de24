/** Whole processes from start to written results, under GNU time, and what a benchmark needs that may not be here. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Never part of the project. */
export const ggl2008 = join(root, '../shared/data/ggl2008.csv.gz');

export type Measured = { readonly seconds: number; readonly megabytes: number };

/** One process: wall seconds, and the peak of its resident memory. */
export function measure(folder: string, command: string, words: readonly string[]): Measured {
  const report = join(folder, 'time.txt');
  const child = spawnSync('time', ['-f', '%e %M', '-o', report, command, ...words], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`${command} failed: ${child.stderr}`);
  const [seconds = Number.NaN, kilobytes = Number.NaN] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  return { seconds, megabytes: kilobytes / 1024 };
}

/** The quickest run, and the largest memory of any. */
export function best(runs: readonly Measured[]): Measured {
  return {
    seconds: Math.min(...runs.map(({ seconds }) => seconds)),
    megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
  };
}

/** The words of `pledge analyse` after the name of node. */
export function analyseWords(data: string, plan: string, out: string): readonly string[] {
  return [join(root, 'src/cli/pledge.ts'), 'analyse', '--data', data, '--plan', plan, '--out', out];
}

export function works(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words).status === 0;
}

/** What these benchmarks need and is not here; null where all is. */
export function whatIsAbsent(packages: readonly string[]): string | null {
  if (!existsSync(ggl2008)) return 'the microdata of GGL 2008 (../shared/data/ggl2008.csv.gz)';
  if (!works('time', ['-f', '', 'true'])) return 'GNU time';
  const library = packages.map((name) => `library(${name})`).join('; ');
  return works('Rscript', ['-e', library]) ? null : `R with the packages ${packages.join(', ')}`;
}

export function line(name: string, { seconds, megabytes }: Measured, remark: string): void {
  process.stdout.write(`${name.padEnd(46)} ${seconds.toFixed(2)} s   ${megabytes.toFixed(0)} MB   ${remark}\n`);
}
