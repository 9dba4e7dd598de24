/** Receipts of new allocations: written with them, in the same batch, after the ledger entry that each of them names. */
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Append, NewRow } from '../store/port.ts';
import type { LedgerEntry } from '../trial/ledger.ts';
import { type Receipt, receiptFormat, receiptNumber, unitHashOf } from '../trial/receipt.ts';
import type { Deps } from './deps.ts';

/** What of an allocation stands in its receipt. */
export type Receipted = Pick<NewRow<'allocation'>, 'trial' | 'protocolVersion' | 'stratum' | 'position' | 'arm'> & {
  readonly protocolHash: string;
  readonly unitHash: string;
  readonly ledgerEntry: string;
};

export function receiptOf({
  trial,
  protocolVersion,
  protocolHash,
  unitHash,
  stratum,
  position,
  arm,
  ledgerEntry,
}: Receipted): Receipt {
  return {
    format: receiptFormat,
    ...{ trial, protocolVersion, protocolHash, unitHash, stratum, position, arm, ledgerEntry },
  };
}

/** @param entries of this act: the one whose subject is the allocation's ceremony stands in its receipt */
export function receiptRows(
  random: Deps['random'],
  protocolHash: string,
  allocations: readonly NewRow<'allocation'>[],
  entries: readonly LedgerEntry[],
): Append {
  const ofCeremony = new Map(entries.map((entry) => [entry.subject, entry]));
  const rows = allocations.map((allocation) => {
    const entry = ofCeremony.get(allocation.ceremony);
    if (entry === undefined) throw new Error('An allocation has no ledger entry of its own ceremony.');
    const { trial, unit } = allocation;
    const salt = bytesToHex(random(16));
    const unitHash = unitHashOf(salt, unit);
    const number = receiptNumber(receiptOf({ ...allocation, protocolHash, unitHash, ledgerEntry: entry.hash }));
    return { trial, unit, salt, unitHash, ledgerSeq: entry.seq, number };
  });
  return { into: 'allocationReceipt', rows };
}
