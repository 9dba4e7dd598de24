/** The options of `pledge power` as one request: everything a person may have mistyped is collected before anything is computed. */
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { adjustmentMethods } from '../../analysis/plan/schema.ts';
import type { PowerAsked } from '../actions/answer-power.ts';
import { type NumberRule, numberReader } from './number-words.ts';
import { readWords, type Words } from './words.ts';

export type PowerRequest = PowerAsked & {
  readonly protocolFile: string | null;
  readonly data: {
    readonly file: string;
    readonly outcome: string;
    readonly kind: 'binary' | 'continuous';
    readonly cluster: readonly string[];
    readonly arm: string | null;
  } | null;
  readonly simulation: { readonly trials: number; readonly seed: string } | null;
  readonly isJson: boolean;
};

const positive = (what: string): NumberRule => ({ right: `${what} above 0`, isRight: (value) => value > 0 });
const wholeUpTo = (most: number): NumberRule => ({
  right: `a whole number from 1 to ${most.toLocaleString('en-GB')}`,
  isRight: (value) => Number.isInteger(value) && value >= 1 && value <= most,
});
const mostUnits = 100_000_000;
const mostTrials = 100_000;

const options = {
  ...{ protocol: false, baseline: false, sd: false, difference: false, power: false, icc: false, people: false },
  ...{ clusters: false, size: false, cv: false, ratio: false, contrasts: false, correction: false, alpha: false },
  ...{ sided: false, data: false, outcome: false, kind: false, cluster: false, arm: false, trials: false, seed: false },
};

/** What a protocol says itself. */
const ofProtocol = ['ratio', 'contrasts', 'correction', 'alpha', 'sided', 'people', 'clusters', 'size', 'cv'] as const;

export function readPowerWords(words: readonly string[]): Parsed<PowerRequest> {
  const read = readWords(words, { options, flags: ['simulate', 'json'], files: [] });
  if (!read.ok) return read;
  const { options: given, flags } = read.value;
  const reader = numberReader(given);
  const sided = reader.number('sided', { right: '1 or 2', isRight: (value) => value === 1 || value === 2 });
  const request: PowerRequest = {
    protocolFile: given.get('protocol') ?? null,
    baseline: reader.number('baseline', {
      right: 'a share above 0 and below 1, such as 0.4 for 40%',
      isRight: (value) => value > 0 && value < 1,
    }),
    sd: reader.number('sd', positive('a standard deviation')),
    difference: reader.number('difference', {
      right: 'a difference other than 0, such as 0.05 or -0.05',
      isRight: (value) => value > 0 || value < 0,
    }),
    power:
      reader.number('power', {
        right: 'a power from 0.5 to below 1, such as 0.8',
        isRight: (value) => value >= 0.5 && value < 1,
      }) ?? 0.8,
    iccs: reader.numbers('icc', ',', {
      right: 'intraclass correlations from 0 to below 1, such as 0.01,0.02,0.05',
      isRight: (value) => value >= 0 && value < 1,
    }),
    people: reader.number('people', wholeUpTo(mostUnits)),
    clusters: reader.number('clusters', wholeUpTo(mostUnits)),
    size: reader.number('size', {
      right: 'the people in a cluster on average, 1 or more',
      isRight: (value) => value >= 1,
    }),
    sizeVariation: reader.number('cv', {
      right: 'the coefficient of variation of the clusters’ size, from 0 to 3',
      isRight: (value) => value >= 0 && value <= 3,
    }),
    ratios: reader.numbers('ratio', ':', wholeUpTo(100)),
    contrasts: reader.word('contrasts', ['each-against-reference', 'all-pairs']),
    correction: reader.word('correction', ['none', ...adjustmentMethods]),
    alpha: reader.number('alpha', {
      right: 'an error above 0 and below 0.5, such as 0.05',
      isRight: (value) => value > 0 && value < 0.5,
    }),
    sided: sided === 1 || sided === 2 ? sided : null,
    data: dataOf(given, reader.word('kind', ['binary', 'continuous'])),
    simulation: flags.has('simulate')
      ? { trials: reader.number('trials', wholeUpTo(mostTrials)) ?? 400, seed: given.get('seed') ?? 'pledge power' }
      : null,
    isJson: flags.has('json'),
  };
  const problems = [...reader.problems, ...contradictions(request, given)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: request };
}

function dataOf(given: Words['options'], kind: 'binary' | 'continuous' | null): PowerRequest['data'] {
  const [file, outcome, cluster] = ['data', 'outcome', 'cluster'].map((name) => given.get(name));
  if (file === undefined || outcome === undefined || cluster === undefined) return null;
  return {
    ...{ file, outcome, cluster: cluster.split(','), arm: given.get('arm') ?? null },
    kind: kind ?? (given.has('sd') ? 'continuous' : 'binary'),
  };
}

function contradictions(request: PowerRequest, given: Words['options']): readonly Problem[] {
  const { protocolFile, simulation, data } = request;
  const has = (name: string) => given.has(name);
  const problem = (name: string, message: string): readonly Problem[] => [{ path: `--${name}`, message }];
  const ofData = ['outcome', 'kind', 'cluster', 'arm'].filter(has);
  return [
    ...(protocolFile === null
      ? withoutProtocol(request, has)
      : ofProtocol.filter(has).flatMap((name) => problem(name, 'stands in the protocol, and is not given beside it'))),
    ...(has('data') && data === null
      ? problem('data', 'needs the names of its columns: --outcome COLUMN and --cluster COLUMN')
      : []),
    ...(has('data') ? [] : ofData.flatMap((name) => problem(name, 'is about --data, which is not given'))),
    ...(has('baseline') && has('sd') ? problem('sd', 'is of a mean and --baseline of a risk: give one of them') : []),
    ...(has('baseline') || has('sd') || has('data')
      ? []
      : problem(
          'baseline',
          'is missing: the risk in the reference arm, such as 0.4; or --sd for a mean, or --data for a file',
        )),
    ...(isRisk(request.baseline, request.difference ?? 0)
      ? []
      : problem('difference', 'and --baseline together must stay between 0 and 1')),
    ...(data?.kind === 'continuous' && has('baseline')
      ? problem('kind', 'is of a mean and --baseline of a risk: give one of them')
      : []),
    ...(data?.kind === 'binary' && has('sd')
      ? problem('kind', 'is of a risk and --sd of a mean: give one of them')
      : []),
    ...(simulation !== null && protocolFile === null
      ? problem('protocol', 'is missing: what is simulated is the draw and the plan of a protocol')
      : []),
    ...(simulation === null
      ? ['trials', 'seed'].filter(has).flatMap((name) => problem(name, 'goes with --simulate'))
      : []),
  ];
}

function isRisk(baseline: number | null, difference: number): boolean {
  return baseline === null || (baseline + difference > 0 && baseline + difference < 1);
}

function withoutProtocol(request: PowerRequest, has: (name: string) => boolean): readonly Problem[] {
  const { ratios, people, clusters, data } = request;
  const isClustered = has('size') || data !== null;
  const problem = (name: string, message: string): readonly Problem[] => [{ path: `--${name}`, message }];
  return [
    ...(ratios !== null && ratios.length < 2
      ? problem('ratio', 'must hold at least two arms, such as 1:1; the first is the reference')
      : []),
    ...(people !== null && clusters !== null
      ? problem('people', 'and --clusters are two sizes of one trial: give one of them')
      : []),
    ...(isClustered || clusters === null ? [] : problem('size', 'is missing: the people in a cluster on average')),
    ...(isClustered
      ? []
      : ['icc', 'cv'].filter(has).flatMap((name) => problem(name, 'is of clusters: give their --size, too'))),
    ...(!['difference', 'people', 'clusters', 'data'].some(has)
      ? problem(
          'difference',
          'is missing, and so is the trial’s size: give the difference that matters, or --people or --clusters, or both',
        )
      : []),
  ];
}
