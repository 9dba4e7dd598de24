/**
 * The seed of a trial's draw, and what is known of it when. The commitment is published when the protocol is locked, the
 * seed itself only after the locked analysis has run: until then nobody can compute an arm, afterwards everybody can.
 * docs/randomisation.md, sections 1 to 3.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Parsed } from '../../analysis/plan/problem.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import { sha256Hex } from '../trial/canonical.ts';

const digits = 64;

/** A seed as typed: exactly 64 lower-case hexadecimal digits (32 bytes). Every fault found is named. */
export function parseSeed(text: string): Parsed<string> {
  const faults = faultsOf(text, 'the seed');
  if (faults.length === 0) return { ok: true, value: text };
  return { ok: false, problems: faults.map((message) => ({ path: 'seed', message })) };
}

/** What keeps `text` from being 64 lower-case hexadecimal digits, one sentence each; empty where nothing does. */
export function faultsOf(text: string, what: string): readonly string[] {
  const faults: string[] = [];
  if (text !== text.trim()) faults.push(`${what} has spaces or line ends around it; give the digits alone`);
  let body = text.trim();
  const prefix = /^0x/i.exec(body)?.[0];
  if (prefix !== undefined) {
    body = body.slice(2);
    const rest = body.length === digits ? 'give the digits' : `${body.length} characters follow; give ${digits} digits`;
    faults.push(`${what} starts with "${prefix}"; ${rest} without a prefix`);
  } else if (body.length !== digits) {
    faults.push(`${what} has ${body.length} characters; it must have ${digits} hexadecimal digits (32 bytes)`);
  }
  if (/[A-F]/.test(body)) faults.push(`${what} has upper-case digits; write a to f in lower case`);
  const stranger = /[^0-9a-fA-F]/u.exec(body);
  if (stranger !== null) {
    faults.push(
      `${what} has ${quoted(stranger[0])} at character ${stranger.index + 1}; only 0 to 9 and a to f may stand in it`,
    );
  }
  return faults;
}

/** SHA-256 of the seed's 64 ASCII characters, as 64 lower-case hexadecimal digits. `seed` has passed `parseSeed`. */
export function commitmentOf(seed: string): string {
  return sha256Hex(seed);
}

/** What a beacon adds to the key: its round, "|", and its output as lower-case hexadecimal digits. */
export function beaconText(round: string, output: string): string {
  return `${round}|${output.toLowerCase()}`;
}

/**
 * The key of a trial's streams: the seed's 32 bytes, or, where the protocol names a beacon, HMAC-SHA-256 keyed by them
 * over the beacon's text (see `beaconText`). `seed` has passed `parseSeed`; the result has 32 bytes.
 */
export function drawKey(seed: string, beacon: string | null): Uint8Array {
  const bytes = hexToBytes(seed);
  return beacon === null ? bytes : hmac(sha256, bytes, utf8ToBytes(beacon));
}
