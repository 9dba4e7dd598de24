/** `pledge power`: what a planned trial can detect, its power, the size it needs; by formula, and by simulation of a protocol. */
import type { Parsed, Problem } from '../../../analysis/plan/problem.ts';
import { visible } from '../../../analysis/plan/quoted.ts';
import { answerPower, type PowerReport, type ReadProtocol, readPowerProtocol } from '../../actions/answer-power.ts';
import { powerOfProtocol } from '../../actions/power-of-protocol.ts';
import { type Baseline, baselineOf } from '../../actions/read-baseline.ts';
import type { SimulatedPower } from '../../actions/simulate-power.ts';
import { type Command, exitCodes } from '../command.ts';
import { readBytes, refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { powerLines } from '../power-lines.ts';
import { simulate, simulationProblems } from '../power-simulation.ts';
import { type PowerRequest, readPowerWords } from '../power-words.ts';
import { simulationLines } from '../simulation-lines.ts';

const usage =
  'pledge power --baseline RISK | --sd SD | --data CSV --outcome COLUMN --cluster COLUMNS [--kind binary] [--arm COLUMN]\n' +
  '    [--protocol JSON | [--ratio 1:1] [--people N | --clusters N] [--size N] [--cv V]\n' +
  '      [--contrasts each-against-reference|all-pairs] [--correction none] [--alpha 0.05] [--sided 2]]\n' +
  '    [--difference D] [--power 0.8] [--icc 0.01,0.02] [--simulate [--trials 400] [--seed TEXT]] [--json]';

const details = `Risks and differences are shares: 0.4 is 40%, 0.05 five percentage points. With the trial's size (--people or --clusters
in all arms, or a protocol's expected ceremonies) it says what the trial detects; with --difference what it needs;
with both, the power. --size is the people in a cluster on average, --cv the coefficient of variation of that number.
--data gives the intraclass correlation with its interval, the mean and the clusters' sizes of a baseline file; its
outcome is a risk (0 or 1) unless --kind continuous says a number. A negative difference plans for a decrease.
--simulate draws a protocol's trials by its own scheme and analyses them by its own plan: every arm but the reference has
the difference, so what is rejected between two such arms is error. The same seed gives the same figures.
Formulas and sources: docs/power.md.`;

export const powerCommand: Command = {
  name: 'power',
  summary: 'plan a trial: detectable difference, power, size, over a grid of intraclass correlations',
  usage,
  details,
  async run(words, terminal) {
    const request = readPowerWords(words);
    if (!request.ok) return refuseWords(terminal, request.problems, usage);
    const asked = request.value;
    const protocol = await readProtocol(asked);
    if (!protocol.ok) return refuse(terminal, protocol.problems);
    const baseline = await readBaseline(asked, protocol.value);
    if (!baseline.ok) return refuse(terminal, baseline.problems);
    const declared = protocol.value?.protocol ?? null;
    const mismatch = kindProblems(asked, protocol.value, baseline.value);
    if (mismatch.length > 0) return refuseWords(terminal, mismatch, usage);
    const report = answerPower(asked, declared, baseline.value);
    const unsimulable = simulationProblems(asked, protocol.value, report);
    if (unsimulable.length > 0) return refuseWords(terminal, unsimulable, usage);
    const simulation = await simulate(asked, protocol.value, report, terminal);
    const lines = [...powerLines(report), ...(simulation === null ? [] : simulationLines(simulation))];
    terminal.out(asked.isJson ? jsonText(asJson(report, simulation), 2) : `${lines.map(visible).join('\n')}\n`);
    return exitCodes.done;
  },
};

type InFile = Problem & { readonly file?: string };
type ReadFile<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly InFile[] };

async function readFileBy<T>(
  file: string,
  read: (bytes: Uint8Array) => Parsed<T> | Promise<Parsed<T>>,
): Promise<ReadFile<T>> {
  const bytes = await readBytes(file);
  const parsed = bytes.ok ? await read(bytes.value) : bytes;
  return parsed.ok ? parsed : { ok: false, problems: parsed.problems.map((problem) => ({ ...problem, file })) };
}

async function readProtocol({ protocolFile }: PowerRequest): Promise<ReadFile<ReadProtocol | null>> {
  return protocolFile === null ? { ok: true, value: null } : readFileBy(protocolFile, readPowerProtocol);
}

async function readBaseline({ data }: PowerRequest, protocol: ReadProtocol | null): Promise<ReadFile<Baseline | null>> {
  if (data === null) return { ok: true, value: null };
  const { file, outcome, kind, cluster, arm } = data;
  const level = protocol?.protocol.analysis.level ?? 0.95;
  return readFileBy(file, (bytes) => baselineOf(bytes, { outcome, kind, cluster, arm, level }));
}

/** What only the files show to be contradictory. */
function kindProblems(
  { sd, data, difference, baseline: risk }: PowerRequest,
  read: ReadProtocol | null,
  baseline: Baseline | null,
): readonly Problem[] {
  const planned = difference ?? read?.protocol.smallestEffectOfInterest ?? 0;
  const reference = risk ?? baseline?.mean ?? 0;
  const isMean = sd !== null || data?.kind === 'continuous';
  const isCompared = read === null || powerOfProtocol(read.protocol).contrasts.length > 0;
  return [
    ...(isCompared ? [] : [{ path: '--protocol', message: 'compares no two arms that are still drawn' }]),
    ...(read !== null && isMean
      ? [
          {
            path: sd === null ? '--kind' : '--sd',
            message: 'is of a mean, and the protocol’s primary outcome is a risk',
          },
        ]
      : []),
    ...(!isMean && (reference <= 0 || reference >= 1)
      ? [{ path: '--data', message: `holds a risk of ${reference}: one of 0 or 1 cannot be planned for` }]
      : []),
    ...(!isMean && (reference + planned <= 0 || reference + planned >= 1)
      ? [{ path: '--difference', message: `of ${planned} on a risk of ${reference} leaves no risk between 0 and 1` }]
      : []),
  ];
}

function asJson({ plan, answer, baseline, notes }: PowerReport, simulation: SimulatedPower | null): object {
  const further = { ...(baseline === null ? {} : { baseline }), ...(simulation === null ? {} : { simulation }) };
  return { ...plan, ...answer, ...further, notes };
}
