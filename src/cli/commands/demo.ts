/** `pledge demo`: both trials of this project, made up from beginning to end and run through the real HTTP API. */
import { mkdir } from 'node:fs/promises';
import { bytesToHex } from '@noble/hashes/utils.js';
import { visible } from '../../../analysis/plan/quoted.ts';
import { buildPages } from '../built-pages.ts';
import { type Command, exitCodes, type Terminal } from '../command.ts';
import { refuse, refuseWords } from '../input-file.ts';
import { refuseToWrite } from '../output-file.ts';
import { readWords } from '../words.ts';

const usage = 'pledge demo [--out out/demo] [--seed HEX64] [--json]';

export const demoCommand: Command = {
  name: 'demo',
  summary: 'run both trials whole, with made-up people, through the real HTTP API',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: { out: false, seed: false }, flags: ['json'], files: [] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options, flags } = read.value;
    const given = options.get('seed');
    if (given !== undefined && !/^[0-9a-f]{64}$/.test(given)) {
      const message = 'must be 64 lower-case hexadecimal digits (32 bytes)';
      return refuseWords(terminal, [{ path: '--seed', message }], usage);
    }
    const out = options.get('out') ?? 'out/demo';
    await buildPages();
    const { demoTrials, runDemo } = await import('../demo/run-demo.ts');
    const { assumptions } = await import('../demo/assumptions.ts');
    const { whyNotInto } = await import('../demo/out-folder.ts');
    const problem = await whyNotInto(out, demoTrials);
    if (problem !== null) return refuse(terminal, [problem]);
    try {
      await mkdir(out, { recursive: true });
    } catch (error) {
      return refuseToWrite(terminal, out, error);
    }
    const seed = given ?? bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
    if (given === undefined) terminal.err(`Seed of this demo: ${seed}\n`);

    const weeks = assumptions.ceremonyWeeks.value;
    const started = performance.now();
    const { reports, requests, closings } = await runDemo({ seed, out, weeks, onDay: progress(terminal) });
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    const { heading, reportText } = await import('../demo/print.ts');
    terminal.out(
      flags.has('json')
        ? `${JSON.stringify({ simulated: heading, seed, trials: reports }, null, 2)}\n`
        : reportText(reports),
    );
    if (terminal.isInteractive) terminal.err('\n');
    terminal.err(
      `Simulated into ${visible(out)} in ${seconds} s: ${requests} requests; closing a list took ${p95(closings)} ms or less, 95 times in 100.\n`,
    );
    const isSound = reports.every(({ checks }) => checks.every(({ ok }) => ok));
    return isSound ? exitCodes.done : exitCodes.difference;
  },
};

/** One line, written over itself, where somebody is watching. */
function progress({ isInteractive, err }: Terminal): (date: string, requests: number) => void {
  if (!isInteractive) return () => {};
  let last = '';
  return (date, requests) => {
    if (date === last) return;
    last = date;
    err(`\rSimulating ${date}, ${requests} requests `);
  };
}

function p95(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  return (sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0).toFixed(0);
}
