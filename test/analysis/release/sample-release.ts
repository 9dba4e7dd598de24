/** A made-up release, of which one arm of the second outcome is not shown. */
import { releasedEffect, type Spread } from '../../../analysis/release/effects.ts';
import type { ReleasedArm, ReleaseModel } from '../../../analysis/release/release-model.ts';

export const arm = (name: string, n: number | 'suppressed', count: number | 'suppressed'): ReleasedArm => ({
  ...{ arm: name, n, count },
  percent: typeof n === 'number' && typeof count === 'number' ? Math.round((count / n) * 1_000) / 10 : 'suppressed',
});

const contrast = ['visit', 'usual'] as const;

/** @param primary the arms of the primary outcome */
export function sampleRelease(primary: readonly ReleasedArm[], spread: Spread | null): ReleaseModel {
  const hidden = [arm('usual', 1_000, 'suppressed'), arm('visit', 1_005, 60)];
  const outcome = (label: string, isPrimary: boolean, arms: readonly ReleasedArm[]) => ({
    ...{ outcome: label.toLowerCase(), label, isPrimary, arms, icc: spread?.icc ?? null },
    differences: [releasedEffect(contrast, arms, spread)],
  });
  return {
    ...{ slug: 'a-trial', title: 'A visit, "by hand"', question: 'Does a visit help?', isSimulated: true },
    ...{
      protocolHash: 'a'.repeat(64),
      releasedOn: '2027-03-01',
      version: 1,
      corrects: null,
      rule: { threshold: 10, base: 5 },
    },
    unitWords: 'ceremonies',
    arms: [
      { name: 'usual', briefName: 'As it is', procedures: 'The usual ceremony.', whenAndHowMuch: 'Once.' },
      { name: 'visit', briefName: 'A visit', procedures: 'Somebody visits.', whenAndHowMuch: 'Five minutes.' },
    ],
    smallestEffect: 5,
    outcomes: [outcome('Registered', true, primary), outcome('Volunteered', false, hidden)],
    boroughs: [
      { borough: 'Brent', randomised: 1_005 },
      { borough: 'Newham', randomised: 'suppressed' },
    ],
    flow: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  };
}
