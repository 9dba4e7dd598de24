/** What the check-in page asks of the service, and how it reads the answers. The session's cookie goes along. */
import type { AttendanceStatus } from '../../../trial/attendance.ts';
import type { Answer, Known, Mark } from './queue.ts';

/** A network that hangs is as good as none; the mark is sent again under the same key. */
const patience = 15_000;

export async function send({ ceremony, person, status, seen, key }: Mark): Promise<Answer> {
  const response = await asked(attendanceOf(ceremony), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    // The same bytes each time: the service compares.
    body: JSON.stringify({ rows: [{ trial_id: person, status, seen }] }),
  });
  if (response === null) return { kind: 'no-answer' };
  if (response.ok) return { kind: 'recorded' };
  return answerOf(response.status, await detailsOf(response));
}

/** What the service has of each person now; null where it could not be asked. */
export async function known(ceremony: string): Promise<ReadonlyMap<string, Known> | 'signed-out' | null> {
  const response = await asked(attendanceOf(ceremony), {});
  if (response?.status === 401) return 'signed-out';
  if (response === null || !response.ok) return null;
  // The API's own schema of this reply.
  const people = (await response.json()) as readonly {
    readonly trial_id: string;
    readonly here: { readonly status: AttendanceStatus; readonly at: string } | null;
    readonly seen: number;
  }[];
  return new Map(
    people.map(({ trial_id, here, seen }) => [trial_id, { status: here?.status ?? '', at: here?.at ?? null, seen }]),
  );
}

/** The account this browser is signed in as, read off a page; null where nobody is, or none could be had. */
export async function signedInAs(page: string): Promise<string | null> {
  const response = await asked(page, { redirect: 'manual', cache: 'no-store' });
  if (response === null || !response.ok) return null;
  return /data-account="([^"]+)"/.exec(await response.text())?.[1] ?? null;
}

type Details = { readonly kind: string; readonly why: string };

/** @param status of HTTP @param details in the words of RFC 9457 */
export function answerOf(status: number, { kind, why }: Details): Answer {
  if (status === 401) return { kind: 'signed-out' };
  if (kind === 'recorded-meanwhile') return { kind: 'meanwhile' };
  if (kind === 'bug') return { kind: 'fault' };
  if (status >= 500 || status === 408 || status === 429) return { kind: 'no-answer' };
  return { kind: 'refused', why };
}

async function detailsOf(response: Response): Promise<Details> {
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const told = (isJson ? await response.json() : {}) as {
    readonly type?: string;
    readonly detail?: string;
    readonly errors?: readonly { readonly message: string }[];
  }; // RFC 9457
  return {
    kind: (told.type ?? '').replace('urn:pledge:problem:', ''),
    why: told.errors?.[0]?.message ?? told.detail ?? `The service refused this (${response.status}).`,
  };
}

async function asked(path: string, request: RequestInit): Promise<Response | null> {
  try {
    return await fetch(path, { credentials: 'same-origin', signal: AbortSignal.timeout(patience), ...request });
  } catch (error) {
    // No network is a TypeError, a network that hangs a TimeoutError.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')) return null;
    throw error;
  }
}

function attendanceOf(ceremony: string): string {
  return `/api/v1/ceremonies/${encodeURIComponent(ceremony)}/attendance`;
}
