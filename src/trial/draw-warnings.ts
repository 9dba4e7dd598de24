/**
 * Draws that can be guessed. Figures on guessing are for three equal arms of an open-label ceremony, by somebody who knows
 * the block sizes, has seen every arm so far and guesses the likeliest remaining one each time. The evidence that people do
 * guess: Kahan, Rehal & Cro 2015 (Trials 16:405); the York review of 179 open trials (2021), by the heterogeneity of the
 * ages of those enrolled, which a draw nobody foresees does not have.
 */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { finding } from './finding.ts';
import type { Protocol } from './protocol-schema.ts';

const smallBlockTimes = 4;

/** The first 26 positions are half a year of weekly ceremonies in one borough; a test computes every figure again. */
const guessFigures =
  'with three equal arms 56% of arms are guessed right with sizes 3 and 6, 44% with one list of 27, 33% by chance, each over ' +
  'the first 26 ceremonies of a stratum (over whole blocks: 57.8% and 46.2%)';

const evidence =
  'heterogeneity of baseline age, a sign of guessing, was 62% with fixed blocks of 4 and 40% with mixed sizes including 2, ' +
  'against 0% with simple randomisation and minimisation (179 open trials, York 2021); Kahan and others (2015, Trials ' +
  '16:405) advise against blocks within sites where arms are seen';

export function drawWarnings(protocol: Protocol): readonly Finding[] {
  const { scheme } = protocol;
  switch (scheme.kind) {
    case 'blocks':
      return scheme.blockSizes.flatMap((size, index) => blockWarnings(protocol, size, index));
    case 'big-stick':
      return stickWarnings(protocol, scheme.limit);
    case 'minimisation':
      return shareWarnings(scheme.randomShare);
    default:
      return [];
  }
}

function blockWarnings({ arms, stoppedArms }: Protocol, size: number, index: number): readonly Finding[] {
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  if (size >= smallBlockTimes * sum) return [];
  const drawn = arms.filter(({ name }) => !stoppedArms.includes(name));
  const isThreeEqual = drawn.length === 3 && drawn.every(({ ratio }) => ratio === drawn[0]?.ratio);
  const figures = isThreeEqual ? `: ${guessFigures}` : ', and the last places of each block for certain';
  const whole =
    size === sum
      ? `; it is the ratio once over, so ${arms.length === 2 && sum === 2 ? 'every second arm' : 'its last place'} is known: ${evidence}`
      : '';
  const message = `a block of ${size} is small: who counts the arms can guess the next ones${figures}${whole}`;
  return [finding(['scheme', 'blockSizes', index], message)];
}

function stickWarnings({ arms, stoppedArms }: Protocol, limit: number): readonly Finding[] {
  if (limit > 1) return [];
  const drawn = arms.filter(({ name }) => !stoppedArms.includes(name)).length;
  const message = `a limit of 1 is blocks of ${drawn} in disguise: nobody may be ahead, so the last of every ${drawn} is known: ${evidence}`;
  return [finding(['scheme', 'limit'], message)];
}

function shareWarnings(randomShare: number): readonly Finding[] {
  const path = ['scheme', 'randomShare'];
  if (randomShare === 1)
    return [finding(path, 'with a share of 1 every unit is drawn by the ratio alone, whatever the factors')];
  if (randomShare > 0) return [];
  const message =
    'without a random share the next arm follows from the arms so far but for ties: who knows them knows it, and ' +
    'randomisation inference is refused; a share such as 0.2 leaves a doubt';
  return [finding(path, message)];
}
