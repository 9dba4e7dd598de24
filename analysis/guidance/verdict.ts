/**
 * What a comparison came to, by rules written before any result: from the estimate's 95% interval and the smallest difference that matters,
 * which the protocol declared. Nobody chooses the words.
 */
export type Verdict =
  | 'too-few'
  | 'more'
  | 'more-perhaps-little'
  | 'more-too-little'
  | 'no-difference-that-matters'
  | 'none-to-more'
  | 'none-to-fewer'
  | 'fewer-too-little'
  | 'fewer-perhaps-little'
  | 'fewer'
  | 'unclear'
  | 'not-shown';

/** Bounds and the difference that matters are in percentage points. */
export function verdictOf(interval: readonly [number, number] | 'suppressed', matters: number): Verdict {
  if (interval === 'suppressed') return 'not-shown';
  const [lower, upper] = interval;
  if (lower > 0) return lower >= matters ? 'more' : upper < matters ? 'more-too-little' : 'more-perhaps-little';
  if (upper < 0) return upper <= -matters ? 'fewer' : lower > -matters ? 'fewer-too-little' : 'fewer-perhaps-little';
  const [canFall, canRise] = [lower <= -matters, upper >= matters];
  if (canFall && canRise) return upper - lower > 4 * matters ? 'too-few' : 'unclear';
  if (canRise) return 'none-to-more';
  return canFall ? 'none-to-fewer' : 'no-difference-that-matters';
}

export type VerdictWords = { readonly found: string; readonly act: string };

const wait = 'Do not change what you do because of this result alone.';

/** What was found, and what a council could do about it, for each verdict. */
export const verdictWords: Readonly<Record<Verdict, VerdictWords>> = {
  more: {
    found: 'It helped. We are confident that the rise is large enough to matter.',
    act: 'Think about doing this at your ceremonies.',
  },
  'more-perhaps-little': {
    found: 'It probably helped. The rise may be smaller than the trial set out to find.',
    act: 'You could try this. Check that it works for you before you spend more on it.',
  },
  'more-too-little': {
    found: 'It helped a little. The rise is too small to matter by the measure set before the trial.',
    act: 'Do this only if it costs you very little.',
  },
  'no-difference-that-matters': {
    found: 'It made no difference that matters, up or down.',
    act: 'Keep the simpler of the two.',
  },
  'none-to-more': {
    found: 'We cannot tell. It may have made no difference, or it may have helped.',
    act: wait,
  },
  'none-to-fewer': {
    found: 'We cannot tell. It may have made no difference, or it may have done harm.',
    act: 'Do not start this. If you do it now, think about stopping.',
  },
  'fewer-too-little': {
    found: 'Slightly fewer people did it. The fall is too small to matter by the measure set before the trial.',
    act: 'There is no reason to start this.',
  },
  'fewer-perhaps-little': {
    found: 'It probably did harm. The fall may be small.',
    act: 'Do not start this.',
  },
  fewer: {
    found: 'It did harm. We are confident that the fall is large enough to matter.',
    act: 'Do not do this.',
  },
  unclear: {
    found: 'We cannot tell. It may have helped, or it may have done harm.',
    act: wait,
  },
  'too-few': {
    found: 'Too few people took part to tell.',
    act: `${wait} A larger trial could tell.`,
  },
  'not-shown': {
    found: 'We cannot show this result. The numbers behind it are too small.',
    act: wait,
  },
};

/**
 * Of any other outcome than the primary one: which way it went, and nothing of whether that matters or what to do. The protocol says for
 * the primary outcome alone which difference matters, and the trial was planned for it.
 */
export function directionWords(interval: readonly [number, number] | 'suppressed'): string {
  if (interval === 'suppressed') return verdictWords['not-shown'].found;
  const [lower, upper] = interval;
  if (lower > 0) return 'More people did it. The trial was not planned to settle this.';
  return upper < 0
    ? 'Fewer people did it. The trial was not planned to settle this.'
    : 'We cannot tell more from fewer.';
}
