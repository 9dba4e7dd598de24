/**
 * What a receipt is worth, for anybody who holds one: whether the trial issued it, in which entry of the ledger, and, once the
 * seed is published and where the scheme allows it, whether the seed gives this arm. Reads only; what is asked is kept nowhere.
 */
import type { Account } from '../access/roles.ts';
import { designOf } from '../randomise/design.ts';
import { armAlone } from '../randomise/draw-alone.ts';
import { beaconText, drawKey } from '../randomise/seed.ts';
import type { Receipt } from '../trial/receipt.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';
import { readLedgerHead } from './read-ledger.ts';
import { checkReceipt } from './read-receipts.ts';
import { loadVisibleTrial } from './read-trial.ts';

/** What a person may ask about: the whole receipt, or only its number (64 lower-case hexadecimal digits). */
export type AskedReceipt = { readonly receipt: Receipt } | { readonly number: string };

export type ReceiptVerdict =
  | {
      readonly kind: 'genuine';
      readonly receipt: Receipt;
      /** The entry of the draw: its number, ISO 8601 time, and how many entries there are after it. */
      readonly entry: { readonly seq: number; readonly at: string; readonly entriesSince: number };
      readonly draw: DrawOfReceipt;
    }
  /** The trial issued a receipt of this number; what it says is not known from the number. */
  | { readonly kind: 'number-issued' }
  | { readonly kind: 'other-trial'; readonly named: string }
  /** A receipt of this unit was issued, and it says something else. */
  | { readonly kind: 'differs' }
  | { readonly kind: 'not-issued' };

/** What the seed gives at the receipt's place: `alone` tells whether the scheme lets one arm be drawn by itself. */
export type DrawOfReceipt =
  | { readonly kind: 'seed-secret'; readonly alone: boolean }
  | { readonly kind: 'not-alone' }
  | { readonly kind: 'drawn'; readonly arm: string };

/** Refuses `not-found` for a trial that this viewer may not know of. */
export async function judgeReceipt(
  deps: Deps,
  account: Account | null,
  slug: string,
  asked: AskedReceipt,
): Promise<ReceiptVerdict> {
  const trial = await loadVisibleTrial(deps, account, slug);
  if ('receipt' in asked && asked.receipt.trial !== slug) return { kind: 'other-trial', named: asked.receipt.trial };
  const { state } = await checkReceipt(deps, account, slug, asked);
  if (state === 'not-held') return { kind: 'not-issued' };
  if (state === 'differs') return { kind: 'differs' };
  if ('number' in asked) return { kind: 'number-issued' };
  const { receipt } = asked;
  const { asked: entry } = await readLedgerHead(deps, account, slug, receipt.ledgerEntry);
  if (entry?.state !== 'in-chain')
    throw new Error('A receipt was issued under an entry that the ledger does not hold.');
  const { seq, at, entriesSince } = entry;
  return { kind: 'genuine', receipt, entry: { seq, at, entriesSince }, draw: await drawOf(deps, trial, receipt) };
}

async function drawOf(deps: Deps, { row }: LoadedTrial, receipt: Receipt): Promise<DrawOfReceipt> {
  const versions = await deps.store.read.protocolVersions(row.slug);
  const version = versions.find((one) => one.version === receipt.protocolVersion);
  if (version === undefined) throw new Error('A receipt was issued under a version of the protocol that is not there.');
  const protocol = deps.readProtocol(version.document, version.protocolHash);
  if (row.seed === null) return { kind: 'seed-secret', alone: protocol.scheme.kind === 'blocks' };
  const { beacon } = protocol;
  const text = beacon === null || row.beaconOutput === null ? null : beaconText(String(beacon.round), row.beaconOutput);
  const arm = armAlone(designOf(protocol, version.protocolHash), drawKey(row.seed, text), receipt);
  return arm === null ? { kind: 'not-alone' } : { kind: 'drawn', arm };
}
