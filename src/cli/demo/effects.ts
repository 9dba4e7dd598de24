/**
 * What each arm of the demo's trials is assumed to do: planning priors from the comparable trials, as differences of
 * proportions. Messages alone 0 to +2 points; help with registering in the room +4 to +8 (Bennion & Nickerson 2016: +6);
 * volunteering behaviour about 0; intentions larger.
 */
export type Effects = { readonly registered: number; readonly volunteered: number; readonly intends: number };

const none: Effects = { registered: 0, volunteered: 0, intends: 0 };

/** Added to the assumed rates for somebody whom the arm reaches, by trial and arm. */
export const effects: Readonly<Record<string, Readonly<Record<string, Effects>>>> = {
  'ceremony-offer': {
    standard: none,
    volunteering: { registered: 0.01, volunteered: 0, intends: 0.08 },
    behavioural: { registered: 0.06, volunteered: 0, intends: 0.1 },
  },
  'welcome-pack': {
    standard: none,
    'registration-prompt': { registered: 0.02, volunteered: 0, intends: 0 },
    'registration-and-volunteering': { registered: 0.02, volunteered: 0, intends: 0 },
  },
};

/** The effects of one arm; a trial or an arm without planning values is a mistake in this file. */
export function effectsOf(slug: string, arm: string): Effects {
  const found = effects[slug]?.[arm];
  if (found === undefined) throw new Error(`There is no assumed effect for the arm ${arm} of ${slug}.`);
  return found;
}
