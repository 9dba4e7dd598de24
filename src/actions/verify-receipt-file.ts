/**
 * What a receipt is worth to whoever holds it, without the service: whether it has the number somebody kept, whether a ledger holds
 * the entry of its draw, whether it names this protocol, and whether the published seed gives its arm.
 */
import { decodeText } from '../../analysis/plan/decode-text.ts';
import { parseJson } from '../../analysis/plan/located-json.ts';
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import { findingsOf, inOurWords, problemsAt } from '../../analysis/plan/schema-problems.ts';
import { designOf } from '../randomise/design.ts';
import { armAlone } from '../randomise/draw-alone.ts';
import { commitmentOf, drawKey, faultsOf, parseSeed } from '../randomise/seed.ts';
import { type LedgerEntry, ledgerEntrySchema } from '../trial/ledger.ts';
import { type Protocol, parseProtocol, protocolHash } from '../trial/protocol.ts';
import { type Receipt, receiptNumber, receiptSchema } from '../trial/receipt.ts';
import { beaconOf, beaconProblem, otherSeed } from './draw-offline.ts';
import { verifyLedgerText } from './verify-ledger-file.ts';

/** The act under which lists close and arms are drawn. */
const drawAct = 'close-list-and-draw';

/** The receipt's bytes, and what it is held to: each is left out by null. A seed asks for the protocol. */
export type ReceiptFiles = {
  readonly receipt: Uint8Array;
  readonly number: string | null;
  readonly ledger: Uint8Array | null;
  readonly protocol: Uint8Array | null;
  readonly seed: string | null;
  readonly beacon: string | null;
};

export type ReceiptProblem = Problem & {
  readonly input: 'receipt' | 'number' | 'ledger' | 'protocol' | 'seed' | 'beacon';
};

export type ReceiptFileVerdict =
  | {
      readonly ok: true;
      readonly number: string;
      /** What it was held to; null where nothing was given. */
      readonly isNumberHeld: boolean;
      readonly entry: { readonly seq: number; readonly at: string; readonly entriesSince: number } | null;
      readonly isProtocolHeld: boolean;
      /** `not-alone`: the scheme gives no arm by itself, so that only the whole draw can be repeated. */
      readonly draw: 'repeats' | 'not-alone' | null;
    }
  | { readonly ok: false; readonly number: string; readonly reason: string };

type Verified =
  | { readonly ok: true; readonly value: ReceiptFileVerdict }
  | { readonly ok: false; readonly problems: readonly ReceiptProblem[] };

/** Refuses what no longer parses, a seed without the protocol, and a beacon's output that the protocol does not ask for. */
export function verifyReceiptFile(files: ReceiptFiles): Verified {
  const read = readFiles(files);
  if (!read.ok) return read;
  const { receipt, protocol, seed } = read.value;
  const number = receiptNumber(receipt);
  const differs = (reason: string): Verified => ({ ok: true, value: { ok: false, number, reason } });

  if (files.number !== null && files.number !== number) {
    return differs(
      `its contents hash to ${number}, not to the number given, ${files.number}: it was changed, or is another`,
    );
  }
  if (protocol !== null && protocol.hash !== receipt.protocolHash) {
    return differs(`it was drawn under the protocol ${receipt.protocolHash}, and the file hashes to ${protocol.hash}`);
  }
  const draw = protocol === null || seed === null ? null : drawnAgain(receipt, protocol, seed, files.beacon);
  if (draw?.kind === 'differs') return differs(draw.reason);
  const entry = files.ledger === null ? null : entryOf(receipt, files.ledger);
  if (entry?.kind === 'refused') return { ok: false, problems: entry.problems };
  if (entry?.kind === 'differs') return differs(entry.reason);
  return {
    ok: true,
    value: {
      ...{ ok: true, number, isNumberHeld: files.number !== null, isProtocolHeld: protocol !== null },
      ...{ entry: entry?.entry ?? null, draw: draw?.kind ?? null },
    },
  };
}

type Given = { readonly receipt: Receipt; readonly protocol: KnownProtocol | null; readonly seed: string | null };

function readFiles(
  files: ReceiptFiles,
): { readonly ok: true; readonly value: Given } | { readonly ok: false; readonly problems: readonly ReceiptProblem[] } {
  const receipt = readReceipt(files.receipt);
  const protocol = files.protocol === null ? null : readProtocol(files.protocol);
  const seed = files.seed === null ? null : parseSeed(files.seed);
  const problems = [
    ...named('receipt', receipt),
    ...(protocol === null ? [] : named('protocol', protocol)),
    ...(seed === null ? [] : named('seed', seed)),
    ...numberProblems(files.number),
    ...missingProblems(files),
    ...(seed !== null && protocol?.ok === true ? beaconProblems(protocol.value.protocol, files.beacon) : []),
  ];
  if (!receipt.ok || problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      receipt: receipt.value,
      protocol: protocol?.ok === true ? protocol.value : null,
      seed: seed?.ok === true ? seed.value : null,
    },
  };
}

function numberProblems(number: string | null): readonly ReceiptProblem[] {
  if (number === null) return [];
  return faultsOf(number, 'the number').map((message) => ({ input: 'number', path: 'number', message }));
}

/** What one thing given asks for beside it. */
function missingProblems({ protocol, seed, beacon }: ReceiptFiles): readonly ReceiptProblem[] {
  const missing = (input: 'protocol' | 'seed', why: string): ReceiptProblem => ({
    ...{ input, path: input, message: `is missing: ${why}` },
  });
  return [
    ...(seed !== null && protocol === null ? [missing('protocol', 'a seed draws by the rule of its protocol')] : []),
    ...(seed === null && beacon !== null ? [missing('seed', 'a beacon’s output is mixed into the seed')] : []),
  ];
}

function named(input: ReceiptProblem['input'], parsed: Parsed<unknown>): readonly ReceiptProblem[] {
  return parsed.ok ? [] : parsed.problems.map((problem) => ({ ...problem, input }));
}

function beaconProblems(protocol: Protocol, output: string | null): readonly ReceiptProblem[] {
  return beaconProblem(protocol, output).map(({ path, message }) => ({ input: 'beacon', path, message }));
}

function readReceipt(bytes: Uint8Array): Parsed<Receipt> {
  const text = decodeText(bytes);
  const json = text.ok ? parseJson(text.value) : text;
  if (!json.ok) return json;
  const parsed = receiptSchema.safeParse(json.value.value, inOurWords);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: problemsAt(json.value, findingsOf(parsed.error.issues)) };
}

type KnownProtocol = { readonly protocol: Protocol; readonly hash: string };

function readProtocol(bytes: Uint8Array): Parsed<KnownProtocol> {
  const text = decodeText(bytes);
  const parsed = text.ok ? parseProtocol(text.value) : text;
  if (!text.ok || !parsed.ok) return { ok: false, problems: parsed.ok ? [] : parsed.problems };
  return { ok: true, value: { protocol: parsed.value, hash: protocolHash(text.value) } };
}

type DrawnAgain = { readonly kind: 'repeats' | 'not-alone' } | { readonly kind: 'differs'; readonly reason: string };

function drawnAgain(
  receipt: Receipt,
  { protocol, hash }: KnownProtocol,
  seed: string,
  beacon: string | null,
): DrawnAgain {
  const commitment = commitmentOf(seed);
  if (protocol.seed !== null && protocol.seed !== commitment) {
    return {
      kind: 'differs',
      reason: `the seed is not the committed one: ${otherSeed(commitment, protocol.seed, 'the protocol holds')}`,
    };
  }
  const arm = armAlone(designOf(protocol, hash), drawKey(seed, beaconOf(protocol, beacon)), receipt);
  if (arm === null) return { kind: 'not-alone' };
  if (arm === receipt.arm) return { kind: 'repeats' };
  const place = `position ${receipt.position} of stratum ${quoted(receipt.stratum)}`;
  return { kind: 'differs', reason: `the seed gives ${quoted(arm)} at ${place}, not ${quoted(receipt.arm)}` };
}

type Entry =
  | {
      readonly kind: 'held';
      readonly entry: { readonly seq: number; readonly at: string; readonly entriesSince: number };
    }
  | { readonly kind: 'differs'; readonly reason: string }
  | { readonly kind: 'refused'; readonly problems: readonly ReceiptProblem[] };

/** The entry of the draw in a ledger whose whole chain is sound. */
function entryOf(receipt: Receipt, ledger: Uint8Array): Entry {
  const text = decodeText(ledger);
  const lines = text.ok ? text.value.split(/\r\n|\n|\r/) : [];
  const walked = text.ok ? verifyLedgerText(lines, undefined) : text;
  if (!walked.ok) return { kind: 'refused', problems: named('ledger', walked) };
  const differs = (reason: string): Entry => ({ kind: 'differs', reason });
  const { value: chain } = walked;
  if (!chain.ok) return differs(`the chain of the ledger is broken at entry ${chain.at}: ${chain.reason}`);
  const entry = lines.map((line) => entryIn(line, receipt.ledgerEntry)).find((found) => found !== undefined);
  if (entry === undefined) return differs(`the ledger holds no entry with the hash ${receipt.ledgerEntry}`);
  const { seq, at, act, trial } = entry;
  if (trial !== receipt.trial) {
    return differs(`its entry is one of the trial ${quoted(trial)}, and it names ${quoted(receipt.trial)}`);
  }
  if (act !== drawAct) return differs(`its entry, number ${seq}, is no draw but ${quoted(act)}`);
  return { kind: 'held', entry: { seq, at, entriesSince: chain.entries - seq - 1 } };
}

/** The entry with this hash, where this line is it. */
function entryIn(line: string, hash: string): LedgerEntry | undefined {
  if (!line.includes(hash)) return undefined;
  const json = parseJson(line);
  const entry = json.ok ? ledgerEntrySchema.safeParse(json.value.value) : undefined;
  return entry?.success === true && entry.data.hash === hash ? entry.data : undefined;
}
