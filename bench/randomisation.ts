/**
 * Randomisation inference beside vectorised base R in one run: 50,000 people in about 30,000 households, 20 blocks, two arms, a
 * studentised difference. Time per re-draw, the draw and its statistic; R makes fewer of them. The statistics of both must agree
 * before anything is timed. Says so where R is absent. Run: node bench/randomisation.ts [draws]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from '../analysis/frame.ts';
import { randomisationInference } from '../analysis/randomisation-inference/randomisation-inference.ts';
import type { RandomisationOptions } from '../analysis/randomisation-inference/randomisation-result.ts';
import type { RedrawScheme } from '../analysis/randomisation-inference/scheme.ts';

const people = 50_000;
const blocks = 20;
const draws = Number(process.argv[2] ?? 10_000);
const drawsInR = 300;

type Row = {
  readonly block: number;
  readonly home: number;
  readonly arm: number;
  readonly voted: number;
  readonly days: number;
};

/** Numbers without a pattern that matters, the same in every run. */
function madeUp(): readonly Row[] {
  let state = 20_080_801;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const rows: Row[] = [];
  for (let home = 0; rows.length < people; home += 1) {
    const [arm, block] = [next(3) === 0 ? 1 : 0, home % blocks];
    const size = Math.min(1 + next(2) + (next(6) === 0 ? 1 : 0), people - rows.length);
    for (let one = 0; one < size; one += 1) {
      rows.push({ block, home, arm, voted: next(100) < 30 + 2 * arm ? 1 : 0, days: next(365_000_000) / 1e6 });
    }
  }
  return rows;
}

const rows = madeUp();
const homes = (rows.at(-1)?.home ?? 0) + 1;
const outcomes = ['voted', 'days'] as const;
type Outcome = (typeof outcomes)[number];
const frameOf = (outcome: Outcome): Frame => ({
  rows: people,
  outcome: Float64Array.from(rows, (row) => row[outcome]),
  outcomeKind: outcome === 'voted' ? 'binary' : 'continuous',
  arm: Int32Array.from(rows, ({ arm }) => arm),
  arms: ['standard', 'letter'],
  weight: null,
  cluster: null,
  clusterCount: 0,
});
const household = { codes: Int32Array.from(rows, ({ home }) => home), count: homes };
const cell = Int32Array.from(rows, ({ block }) => block);
const schemes: readonly (readonly [name: string, drawn: Extract<RedrawScheme, { kind: 'declared' }>['drawn']])[] = [
  ['complete', { unit: null, cell: null, isBlocked: false }],
  ['blocked', { unit: null, cell, isBlocked: true }],
  ['clustered', { unit: household, cell: null, isBlocked: false }],
  ['blocked-clustered', { unit: household, cell, isBlocked: true }],
];

/** Units sorted by block; sums over blocks are differences of running sums. Clusters carry the sum of their outcomes. */
const rScript = `
arguments <- commandArgs(TRUE)
d <- read.csv(arguments[1]); draws <- as.integer(arguments[2])
for (outcome in c("voted", "days")) for (kind in c("complete", "blocked", "clustered", "blocked-clustered")) {
  isClustered <- grepl("clustered", kind); isBlocked <- grepl("blocked", kind)
  unit <- if (isClustered) d$home else seq_len(nrow(d))
  first <- !duplicated(unit)
  m <- as.numeric(rowsum(rep(1, nrow(d)), unit)); s <- as.numeric(rowsum(d[[outcome]], unit))
  z <- d$arm[first] == 1; b <- if (isBlocked) d$block[first] + 1L else rep(1L, sum(first))
  o <- order(b); m <- m[o]; s <- s[o]; z <- z[o]; b <- b[o]
  ends <- cumsum(tabulate(b)); all_n <- diff(c(0, cumsum(m)[ends])); all_s <- diff(c(0, cumsum(s)[ends]))
  weight <- all_n / sum(m); sorted <- z[order(b, z)]
  studentised <- function(z) {
    n1 <- diff(c(0, cumsum(m * z)[ends])); s1 <- diff(c(0, cumsum(s * z)[ends]))
    n0 <- all_n - n1; s0 <- all_s - s1
    own <- z + 2L * (b - 1L) + 1L
    n <- as.vector(rbind(n0, n1))[own]; average <- as.vector(rbind(s0 / n0, s1 / n1))[own]
    e <- s - m * average
    v <- diff(c(0, cumsum(e * e / (n * (n - m)))[ends]))
    sum(weight * (s1 / n1 - s0 / n0)) / sqrt(sum(weight * weight * v))
  }
  again <- if (isBlocked) function() { z[order(b, runif(length(b)))] <- sorted; z } else function() sample(z)
  set.seed(1); statistic <- numeric(draws)
  time <- system.time(for (i in seq_len(draws)) statistic[i] <- studentised(again()))[["elapsed"]]
  observed <- studentised(z)
  cat(outcome, kind, format(observed, digits = 17), (1 + sum(abs(statistic) >= abs(observed))) / (draws + 1), 1000 * time / draws, "\\n")
}
`;

function inR(): ReadonlyMap<string, { readonly statistic: number; readonly milliseconds: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-bench-'));
  const [data, script] = [join(folder, 'data.csv'), join(folder, 'redraws.R')];
  writeFileSync(
    data,
    `block,home,arm,voted,days\n${rows.map((row) => [row.block, row.home, row.arm, row.voted, row.days]).join('\n')}\n`,
  );
  writeFileSync(script, rScript);
  const child = spawnSync('Rscript', [script, data, String(drawsInR)], { encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  if (child.status !== 0) throw new Error(`Rscript failed: ${child.stderr}`);
  return new Map(
    child.stdout
      .trim()
      .split('\n')
      .map((line) => {
        const [outcome, kind, statistic, , milliseconds] = line.split(' ');
        return [`${outcome} ${kind}`, { statistic: Number(statistic), milliseconds: Number(milliseconds) }];
      }),
  );
}

const theirs = spawnSync('Rscript', ['--version']).status === 0 ? inR() : null;
if (theirs === null) process.stdout.write('R is not here: no ratios.\n');

function compare(outcome: Outcome, [name, drawn]: (typeof schemes)[number]): void {
  const frame = frameOf(outcome);
  const options: RandomisationOptions = {
    ...{ draws, seed: '1', statistic: 'studentised', null: 'pairwise' },
    ...{ maxT: false, interval: false, exactBelow: 0, level: 0.95 },
  };
  const start = performance.now();
  const [result] = randomisationInference(frame, [{ treated: 1, reference: 0 }], { kind: 'declared', drawn }, options);
  const ours = (performance.now() - start) / draws;
  if (result === undefined || 'notEstimable' in result) throw new Error(`${name} is not estimable`);
  const r = theirs?.get(`${outcome} ${name}`);
  if (r !== undefined && Math.abs(r.statistic / result.statistic - 1) > 1e-9) {
    throw new Error(`${name}: R's statistic is ${r.statistic}, ours ${result.statistic}`);
  }
  const ratio =
    r === undefined
      ? ''
      : `   base R ${r.milliseconds.toFixed(2)} ms, ${(r.milliseconds / ours).toFixed(1)} times ours`;
  process.stdout.write(`${outcome}, ${name.padEnd(18)} ${draws} re-draws   ${ours.toFixed(3)} ms each${ratio}\n`);
}

for (const outcome of outcomes) for (const scheme of schemes) compare(outcome, scheme);
