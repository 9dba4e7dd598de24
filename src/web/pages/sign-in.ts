/** Signing in with an access token, and what is said when it does not work. */
import type { Page } from '../render.ts';

/** The token itself is never shown again, not even to the person who typed it. */
export type SignInModel = {
  /** Errors for the summary at the top, each linked to its field; empty when the form is fresh. */
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  /** The error beside the field, or false: the macro's own word for none. */
  readonly tokenError: { readonly text: string } | false;
};

export type SignInProblem = 'empty' | 'unknown';

const messages: Readonly<Record<SignInProblem, string>> = {
  empty: 'Enter your access token',
  unknown: 'Enter an access token that is valid today. This one is not known here, has expired or was withdrawn',
};

export function signInPage(problem: SignInProblem | null): Page {
  const text = problem === null ? null : messages[problem];
  return {
    view: 'sign-in',
    title: text === null ? 'Sign in' : 'Error: Sign in',
    isTraining: false,
    model: {
      errors: text === null ? [] : [{ text, href: '#token' }],
      tokenError: text === null ? false : { text },
    },
  };
}
