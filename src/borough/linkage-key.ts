/**
 * The boroughs' linkage key: 32 random bytes as 64 lower-case hex digits in a file that only its owner can read. Without it
 * a hash from `linkage.ts` can be traced to nobody, so it never leaves the borough and is never given to the service.
 */
import { hexToBytes } from '@noble/hashes/utils.js';
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';

/** 32 bytes. */
export type LinkageKey = Uint8Array;

const digits = 64;

/** The key in a key file's text, which may end with one line end. Every fault found is named. */
export function parseLinkageKey(text: string): Parsed<LinkageKey> {
  const line = text.replace(/\r?\n$/, '');
  const faults = faultsOf(line);
  if (faults.length > 0) {
    return { ok: false, problems: faults.map((message): Problem => ({ path: 'linkage key', message })) };
  }
  return { ok: true, value: hexToBytes(line) };
}

/** What keeps `line` from being a key, one sentence each; empty where nothing does. */
function faultsOf(line: string): readonly string[] {
  if (line.trim() === '') return ['there is none; a key file holds 64 lower-case hexadecimal digits'];
  const faults: string[] = [];
  if (/\n|\r/.test(line)) faults.push('a key file holds one line, and this has several');
  else if (line !== line.trim()) faults.push('there are spaces around the digits; take them out');
  const body = line.trim();
  if (body.length !== digits)
    faults.push(`it has ${body.length} characters; it must have ${digits} hexadecimal digits (32 bytes)`);
  if (/[A-F]/.test(body)) faults.push('it has upper-case digits; write a to f in lower case');
  const stranger = /[^0-9a-fA-F\r\n]/u.exec(body);
  if (stranger !== null) {
    faults.push(`character ${stranger.index + 1} is not one of 0 to 9 and a to f`);
  }
  return faults;
}
