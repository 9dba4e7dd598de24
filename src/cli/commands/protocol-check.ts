/** `pledge protocol check FILE`: what a protocol amounts to, before anybody locks it. */
import { describeProblem } from '../../../analysis/plan/problem.ts';
import { visible } from '../../../analysis/plan/quoted.ts';
import { checkProtocol, type ProtocolReport } from '../../actions/check-protocol.ts';
import { type Command, exitCodes } from '../command.ts';
import { countText } from '../count-text.ts';
import { readBytes, refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { meterLines } from '../meter-lines.ts';
import { powerLines } from '../power-lines.ts';
import { readWords } from '../words.ts';

const usage = 'pledge protocol check FILE [--json]';

export const protocolCheckCommand: Command = {
  name: 'protocol check',
  summary:
    'parse and judge a protocol: arms, unit, scheme, each arm’s probability, how far it can be guessed, power, warnings',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: {}, flags: ['json'], files: ['FILE'] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const [file = ''] = read.value.files;
    const bytes = await readBytes(file);
    const report = bytes.ok ? checkProtocol(bytes.value) : bytes;
    if (!report.ok)
      return refuse(
        terminal,
        report.problems.map((problem) => ({ ...problem, file })),
      );
    terminal.out(read.value.flags.has('json') ? jsonText(report.value, 2) : asText(report.value));
    return exitCodes.done;
  },
};

type Own = NonNullable<ProtocolReport['ownChances']>['arms'][number];

/** What is estimated where a unit's own probability depends on its covariates and on the whole list. */
function ownLines(own: ProtocolReport['ownChances']): readonly string[] {
  if (own === null) return [];
  const told = ({ probability, standardError }: Own['least']) =>
    `${probability.toFixed(3)} (Monte Carlo standard error ${standardError.toFixed(3)})`;
  return [
    `  Each unit’s own probability depends on its covariates. Estimated for ${own.units} units of a made-up list, with at most ${own.tries} tries a draw:`,
    ...own.arms.map(
      ({ arm, least, most }) => `    ${arm}: from ${told(least)} to ${told(most)}, in ${least.draws} draws`,
    ),
  ];
}

/** The scheme with what it is set to. */
function schemeText(scheme: ProtocolReport['scheme']): string {
  switch (scheme.kind) {
    case 'simple':
    case 'complete':
    case 'cohort':
      return scheme.kind;
    case 'blocks':
      return `blocks of ${scheme.blockSizes.join(', ')}`;
    case 'big-stick':
      return `big-stick, limit ${scheme.limit}`;
    case 'minimisation': {
      const factors = scheme.factors.map(({ name, weight }) => (weight === 1 ? name : `${name} (weight ${weight})`));
      return `minimisation over ${factors.join(', ')}; ${scheme.imbalance}, random share ${scheme.randomShare}`;
    }
    case 'rerandomised': {
      const covariates = scheme.covariates.map(({ column, as }) => (as === 'number' ? column : `${column} (category)`));
      const limits = `at most ${scheme.threshold} within ${scheme.maximumTries} tries`;
      return `rerandomised on ${covariates.join(', ')}; ${scheme.criterion} ${limits}`;
    }
  }
}

function asText(report: ProtocolReport): string {
  const width = Math.max(...report.arms.map(({ name }) => name.length));
  const { scheme } = report;
  const onAverage = report.probabilitiesAre === 'average' ? ' on average' : '';
  const lines = [
    `${report.slug}: ${report.title}`,
    `Protocol hash  ${report.protocolHash}`,
    `Plan hash      ${report.planHash}`,
    `Unit           ${report.unit}${report.strata.length === 0 ? '' : `, stratified by ${report.strata.join(' and ')}`}`,
    `Scheme         ${schemeText(scheme)}`,
    'Arms',
    ...report.arms.map(
      ({ name, ratio, delivered, probability }) =>
        `  ${name.padEnd(width)}  ratio ${ratio}, probability ${probability}${onAverage}, delivered ${delivered}`,
    ),
    ...ownLines(report.ownChances),
    ...(report.factors.length === 0 ? [] : ['Factors']),
    ...report.factors.map(
      ({ factor, level, probability }) => `  ${factor} ${level}: probability ${probability}${onAverage}`,
    ),
    'Outcomes can be observed from',
    ...report.observable.map(({ outcome, words }) => `  ${outcome}: ${words}`),
    'Possible draws',
    ...report.possibleDraws.map(
      ({ of, count, isAtMost }) => `  ${of}: ${isAtMost ? 'at most ' : ''}${countText(count)}`,
    ),
    ...meterLines(report),
    ...(report.power === null ? [] : ['Power, by formula', ...powerLines(report.power).map((line) => `  ${line}`)]),
    report.warnings.length === 0 ? 'No warnings' : 'Warnings',
    ...report.warnings.map((warning) => `  ${describeProblem(warning)}`),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}
