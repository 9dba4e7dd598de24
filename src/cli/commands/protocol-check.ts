/** `pledge protocol check FILE`: what a protocol amounts to, before anybody locks it. */
import { describeProblem } from '../../../analysis/plan/problem.ts';
import { checkProtocol, type ProtocolReport } from '../../actions/check-protocol.ts';
import { type Command, exitCodes } from '../command.ts';
import { readBytes, refuse, refuseWords } from '../input-file.ts';
import { readWords } from '../words.ts';

const usage = 'pledge protocol check FILE [--json]';

export const protocolCheckCommand: Command = {
  name: 'protocol check',
  summary: 'parse and judge a protocol: arms, unit, scheme, each arm’s probability, warnings',
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
    terminal.out(read.value.flags.has('json') ? `${JSON.stringify(report.value, null, 2)}\n` : asText(report.value));
    return exitCodes.done;
  },
};

function asText(report: ProtocolReport): string {
  const width = Math.max(...report.arms.map(({ name }) => name.length));
  const { scheme } = report;
  const lines = [
    `${report.slug}: ${report.title}`,
    `Protocol hash  ${report.protocolHash}`,
    `Plan hash      ${report.planHash}`,
    `Unit           ${report.unit}${report.strata.length === 0 ? '' : `, stratified by ${report.strata.join(' and ')}`}`,
    `Scheme         ${scheme.kind}${scheme.kind === 'blocks' ? ` of ${scheme.blockSizes.join(', ')}` : ''}`,
    'Arms',
    ...report.arms.map(
      ({ name, ratio, delivered, probability }) =>
        `  ${name.padEnd(width)}  ratio ${ratio}, probability ${probability}, delivered ${delivered}`,
    ),
    'Possible draws',
    ...report.possibleDraws.map(({ of, count }) => `  ${of}: ${count.replace(/\B(?=(\d{3})+$)/g, ',')}`),
    report.warnings.length === 0 ? 'No warnings' : 'Warnings',
    ...report.warnings.map((warning) => `  ${describeProblem(warning)}`),
  ];
  return `${lines.join('\n')}\n`;
}
