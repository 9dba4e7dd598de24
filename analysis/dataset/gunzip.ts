/**
 * Gzip to bytes with the platform's own DecompressionStream. That stream takes exactly one gzip member and refuses what
 * follows, but RFC 1952 (section 2.2) lets a file hold several, and data.table's fwrite and bgzip write such files. So the
 * members are found by their header and decompressed one by one; each carries a checksum, so a header that was only a
 * chance run of bytes inside a member fails and is joined to the next stretch.
 */
import { SourceRefused } from '../plan/source-refused.ts';

/** A chance header needs 24 given bits and a plausible flag byte, so two in one member are already a rarity. */
const mostFalseHeaders = 8;
const membersAtOnce = 16;

export function isGzip(bytes: Uint8Array): boolean {
  return isMemberStart(bytes, 0);
}

/** The content of all members in order. Refuses a damaged or truncated file. */
export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const starts = memberStarts(bytes);
  const parts: Uint8Array[] = [];
  let member = 0;
  while (member < starts.length) {
    const batch = Array.from({ length: Math.min(membersAtOnce, starts.length - member) }, (_, index) => member + index);
    const inflated = await Promise.all(batch.map((index) => inflateMember(slice(bytes, starts, index, index + 1))));
    const firstFailure = inflated.indexOf(null);
    for (const part of firstFailure === -1 ? inflated : inflated.slice(0, firstFailure))
      if (part !== null) parts.push(part);
    member += firstFailure === -1 ? batch.length : firstFailure;
    if (firstFailure === -1) continue;
    const joined = await inflateJoined(bytes, starts, member);
    parts.push(joined.part);
    member = joined.next;
  }
  return joinBytes(parts);
}

async function inflateJoined(bytes: Uint8Array, starts: readonly number[], member: number) {
  const last = Math.min(starts.length, member + 1 + mostFalseHeaders);
  for (let next = member + 2; next <= last; next++) {
    const part = await inflateMember(slice(bytes, starts, member, next));
    if (part !== null) return { part, next };
  }
  throw new SourceRefused('data', [
    { path: '', message: 'the gzip file is damaged or cut short; compress the CSV again' },
  ]);
}

function slice(bytes: Uint8Array, starts: readonly number[], from: number, to: number): Uint8Array {
  return bytes.subarray(starts[from] ?? bytes.length, starts[to] ?? bytes.length);
}

function memberStarts(bytes: Uint8Array): readonly number[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf(0x1f); at !== -1; at = bytes.indexOf(0x1f, at + 1)) {
    if (isMemberStart(bytes, at)) starts.push(at);
  }
  return starts;
}

/** RFC 1952 section 2.3: ID1 ID2 CM=8, and the three reserved flag bits are zero. */
function isMemberStart(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && ((bytes[at + 3] ?? 0xff) & 0xe0) === 0;
}

/** null where these bytes are not one whole member. */
async function inflateMember(member: Uint8Array): Promise<Uint8Array | null> {
  // Blob wants bytes on an ArrayBuffer; a Uint8Array over shared memory never reaches this room.
  const blob = new Blob([member as Uint8Array<ArrayBuffer>]);
  try {
    return await collectBytes(blob.stream().pipeThrough(new DecompressionStream('gzip')));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Everything a stream of bytes brings, in one piece. */
export async function collectBytes(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joinBytes(chunks);
    chunks.push(value);
  }
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
