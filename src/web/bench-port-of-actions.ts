/** The pages of the researcher's bench on the service itself. */
import { checkProtocol } from '../actions/check-protocol.ts';
import { compareRuns } from '../actions/compare-runs.ts';
import type { Deps } from '../actions/deps.ts';
import { exportDataset, readRunFile } from '../actions/export-dataset.ts';
import { problemsOf } from '../actions/problems-of.ts';
import { readBench } from '../actions/read-bench.ts';
import { runExploratory } from '../actions/run-exploratory.ts';
import { requestOf } from './acts-of-actions.ts';
import type { BenchPort } from './bench-port.ts';

export function benchPortOf(deps: Deps): BenchPort {
  return {
    checkDraft(file) {
      const checked = checkProtocol(file);
      if (!checked.ok) return { problems: checked.problems };
      return { report: checked.value, text: new TextDecoder().decode(file) };
    },
    bench: (viewer, slug) => readBench(deps, viewer, slug),
    report: async (viewer, slug, run) => (await readRunFile(deps, viewer, slug, run, 'report.html')).body,
    compare: (viewer, slug, runs) => compareRuns(deps, viewer, slug, runs),
    runExploratory: (by, slug, plan) =>
      problemsOf(() => runExploratory(deps, requestOf(by, 'exploratory', slug, plan), slug, plan)),
    async takeData(by, slug, reason) {
      return (await exportDataset(deps, requestOf(by, 'take-data', slug, reason), slug, reason)).reply.id;
    },
  };
}
