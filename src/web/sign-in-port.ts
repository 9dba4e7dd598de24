/** The door of the service as the pages know it: the steps, whose session it is, and what a training token opens. */
import { createProviderSteps, type ProviderSteps } from '../access/provider-steps.ts';
import type { SignedIn, SignInDesk } from '../access/sign-in-desk.ts';
import { createSignInSteps, type SignInSteps } from '../access/sign-in-steps.ts';
import { identify } from '../actions/accounts.ts';
import type { Deps } from '../actions/deps.ts';

export type SignInPort = {
  readonly steps: SignInSteps;
  readonly providers: ProviderSteps;
  readonly whoIs: (token: string) => Promise<SignedIn | null>;
  /** A session for a training token; null for any other, and where the database is live. */
  readonly openTraining: (accessToken: string) => Promise<string | null>;
  /** Notes that the password of a session was given again. */
  readonly confirm: (session: string) => Promise<void>;
  readonly endToken: (token: string) => Promise<void>;
  readonly sessionsOf: SignInDesk['sessionsOf'];
  readonly endSession: (user: string, id: string) => Promise<void>;
  readonly endSessions: (user: string) => Promise<void>;
};

/** Null without an operator's key: then nobody signs in. */
export function signInPortOf(deps: Deps): SignInPort | null {
  const desk = deps.signIn;
  if (desk === null) return null;
  return {
    steps: createSignInSteps(desk),
    providers: createProviderSteps(desk),
    whoIs: desk.whoIs,
    async openTraining(accessToken) {
      const account = await identify(deps, accessToken);
      return account?.isTraining ? desk.openSession(account.id, 'training') : null;
    },
    confirm: desk.confirm,
    endToken: desk.endToken,
    sessionsOf: desk.sessionsOf,
    endSession: desk.memory.endSession,
    endSessions: (user) => desk.memory.endSessions(user, null),
  };
}
