/** The predictability meter as `pledge protocol check` prints it; `--json` carries the numbers unrounded. */
import type { ProtocolReport } from '../actions/check-protocol.ts';
import { unitPlurals } from '../trial/unit.ts';

const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)}%`;
const figure = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 1 });

export function meterLines({ predictability: meter, unit }: ProtocolReport): readonly string[] {
  const units = unitPlurals[unit];
  if (meter.kind === 'too-large')
    return [`Predictability: not simulated, ${meter.units.toLocaleString('en-GB')} expected ${units} are too many`];
  const { guessedRight, imbalance, leftOver, arms } = meter;
  const spread = ({ mean, worst }: typeof leftOver) => `${figure(mean)} on average, ${figure(worst)} at worst`;
  const width = Math.max(...arms.map(({ arm }) => arm.length));
  const trials = (meter.lists * meter.redraws).toLocaleString('en-GB');
  return [
    `Predictability (${trials} simulated trials, of ${figure(meter.units)} ${units} in ${figure(meter.strata.mean)} strata on average)`,
    `  guessed right: ${percent(guessedRight.share)} by who counts the arms so far (standard error ${percent(guessedRight.standardError, 2)}); chance ${percent(guessedRight.chance)}`,
    `  an arm’s distance from its share, over the trial: ${spread(imbalance.overall)}`,
    `  within a stratum: ${spread(imbalance.perStratum)}`,
    `  left over: ${spread(leftOver)}`,
    ...arms.map(
      ({ arm, mean, fewest }) =>
        `  ${arm.padEnd(width)}  ${figure(mean)} ${units} on average, ${figure(fewest)} at the fewest`,
    ),
    ...meter.notes.map((note) => `  assumed: ${note}`),
  ];
}
