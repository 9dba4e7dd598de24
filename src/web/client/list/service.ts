/** What the list page asks of the service, and what it sends: hashes and coded words. The cookie of the session goes along. */
import type { AttendeeRow } from '../../../trial/attendee.ts';

export type Where = 'this-ceremony' | 'own-borough' | 'elsewhere';
export type JoinKind = 'late-joiner' | 'walk-in';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  /** `kind`: 'offline' where nothing came back, 'signed-out' where the session is over, else the service's own word. */
  | { readonly ok: false; readonly kind: string; readonly message: string };

export type Enrolled = { readonly people: number };

/** Those of these hashes that are enrolled in the trial, and where; asked for 5,000 at a time. */
export async function whereKnown(
  ceremony: string,
  references: readonly string[],
): Promise<Answer<ReadonlyMap<string, Where>>> {
  if (references.length === 0) return { ok: true, value: new Map() };
  const answer = await post(`${place(ceremony)}/references/check`, JSON.stringify({ references }), null);
  if (!answer.ok) return answer;
  // The API's own schema of this reply.
  const rows = answer.value as readonly { readonly reference_hash: string; readonly enrolled: Where }[];
  return { ok: true, value: new Map(rows.map(({ reference_hash, enrolled }) => [reference_hash, enrolled])) };
}

/** @param body as `bodyOf` made it; the same key with the same body acts once, however often it is sent */
export async function send(ceremony: string, isLate: boolean, body: string, key: string): Promise<Answer<null>> {
  const answer = await post(`${place(ceremony)}/${isLate ? 'late-joiners' : 'cohort'}`, body, key);
  return answer.ok ? { ok: true, value: null } : answer;
}

/** What goes over the line, to the letter. @param kind null while the list is open */
export function bodyOf(attendees: readonly AttendeeRow[], kind: JoinKind | null): string {
  return JSON.stringify(kind === null ? { attendees } : { kind, attendees });
}

function place(ceremony: string): string {
  return `/api/v1/ceremonies/${encodeURIComponent(ceremony)}`;
}

/** A JSON request to the service. @param key null for a question, which writes nothing */
export function post(path: string, body: string, key: string | null): Promise<Answer<unknown>> {
  const headers = { 'Content-Type': 'application/json', ...(key === null ? {} : { 'Idempotency-Key': key }) };
  return ask(path, { method: 'POST', headers, body });
}

/** A reading. */
export function get(path: string): Promise<Answer<unknown>> {
  return ask(path, {});
}

async function ask(path: string, request: RequestInit): Promise<Answer<unknown>> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...request });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return {
      ok: false,
      kind: 'offline',
      message: 'Pledge could not be reached. Nothing is lost: try again when you are connected.',
    };
  }
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const told: unknown = isJson ? await response.json() : null;
  if (response.ok) return { ok: true, value: told };
  if (response.status === 401) {
    return {
      ok: false,
      kind: 'signed-out',
      message: 'You have been signed out. Nothing is lost: sign in in another tab, then try again here.',
    };
  }
  const { type = '', detail = 'The service could not do this. Try again.' } = (told ?? {}) as {
    type?: string;
    detail?: string;
  }; // RFC 9457
  return { ok: false, kind: type.replace('urn:pledge:problem:', ''), message: detail };
}
