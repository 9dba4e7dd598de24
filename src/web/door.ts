/**
 * What every file of paths gets: the app to put them on, the port to read through, the port to act through, and how a page is shown.
 * A file of paths (routes/) reads the request, asks a port, and hands the answer to a page; it decides nothing.
 */
import type { Context, Hono } from 'hono';
import type { Acts } from './acts.ts';
import type { AttendeePort } from './attendee-port.ts';
import type { DeskPort } from './desk-port.ts';
import type { MessageStatus } from './pages/message.ts';
import type { Reads, Viewer } from './reads.ts';
import type { Page } from './render.ts';
import type { SignInPort } from './sign-in-port.ts';
import type { StaffPort } from './staff-port.ts';

export type WebEnv = { Variables: { requestId: string; viewer: Viewer | null } };

/** Who asks, on a page that the guard of pages lets nobody else reach (page-needs.ts). */
export function viewerOf(context: Context<WebEnv>): Viewer {
  const viewer = context.get('viewer');
  if (viewer === null) throw new Error('This page is for somebody who is signed in.');
  return viewer;
}

export type PageStatus = 200 | 422 | MessageStatus;

export type Door = {
  readonly web: Hono<WebEnv>;
  readonly reads: Reads;
  readonly acts: Acts;
  readonly desk: DeskPort;
  /** Null without an operator's key: then nobody signs in. */
  readonly signIn: SignInPort | null;
  /** Address of this site as browsers see it. */
  readonly originOf: (context: Context<WebEnv>) => string;
  /** The network address of who asks, or null where that is not known for certain. */
  readonly addressOf: (context: Context<WebEnv>) => string | null;
  readonly staff: StaffPort;
  readonly attendee: AttendeePort;
  /** The present instant. */
  readonly clock: () => Date;
  /** An e-mail address for accessibility feedback, or null. */
  readonly contact: string | null;
  readonly show: (context: Context<WebEnv>, page: Page, status?: PageStatus) => Promise<Response>;
  readonly notFound: (context: Context<WebEnv>) => Promise<Response>;
};
