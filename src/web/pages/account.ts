/** One's own account: how one signed in, where one is signed in, and what can be changed. */
import type { OpenSession, SignedIn } from '../../access/sign-in-desk.ts';
import type { Page } from '../render.ts';
import { clockOf, dateOf } from '../words.ts';

export type AccountModel = {
  readonly email: string;
  readonly name: string;
  readonly sessions: readonly {
    readonly id: string;
    readonly started: string;
    readonly used: string;
    readonly how: string;
    readonly isThis: boolean;
  }[];
};

const ways = {
  totp: 'Password and code',
  'recovery-code': 'Password and recovery code',
  provider: 'Single sign-on',
  training: 'Training token',
} as const;

export function accountPage({ account, session }: SignedIn, sessions: readonly OpenSession[]): Page {
  const time = (milliseconds: number) => {
    const instant = new Date(milliseconds).toISOString();
    return `${dateOf(instant)}, ${clockOf(instant)}`;
  };
  return {
    view: 'account',
    title: 'Your account',
    isTraining: account.isTraining,
    model: {
      email: session.email,
      name: account.name,
      sessions: sessions.map(({ id, startedAt, usedAt, secondFactor }) => ({
        id,
        started: time(startedAt),
        used: time(usedAt),
        how: secondFactor === null ? 'Not finished: password only' : ways[secondFactor],
        isThis: id === session.id,
      })),
    },
  };
}
