/** The door of the sample: a sample token opens a session of the same name, and no password is right. The real door has its own tests. */
import type { Reads } from '../../src/web/reads.ts';
import type { SignInPort } from '../../src/web/sign-in-port.ts';

export function sampleSignIn(reads: Pick<Reads, 'identify'>): SignInPort {
  return {
    steps: {
      password: async () => ({ kind: 'wrong' }),
      code: async () => ({ kind: 'wrong' }),
      recoveryCode: async () => ({ kind: 'wrong' }),
      setUp: async () => null,
      isPassword: async () => 'wrong',
      setPassword: async () => {},
      newRecoveryCodes: async () => null,
    },
    providers: { boroughs: [], out: async () => null, back: async () => null },
    whoIs: async () => null,
    openTraining: async (token) => ((await reads.identify(token)) === null ? null : token),
    confirm: async () => {},
    endToken: async () => {},
    sessionsOf: async () => [],
    endSession: async () => {},
    endSessions: async () => {},
  };
}
