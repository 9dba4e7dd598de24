/**
 * Receipts of allocations. A borough gets the numbers of its own ceremony's receipts once it is unsealed: a number holds the
 * service to the whole receipt and shows nothing of it, no position either. The full text is for the auditor after the unsealing,
 * and for everybody who may see the draw once the seed is published. Whoever holds either can have it checked.
 */
import { z } from 'zod';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { receiptNumber, receiptSchema } from '../trial/receipt.ts';
import { Refusal } from '../trial/refusal.ts';
import { unblinded } from './blinding.ts';
import type { Deps } from './deps.ts';
import { loadCeremony, loadTrial } from './load.ts';
import { loadVisibleTrial } from './read-trial.ts';
import { receiptOf } from './receipt-rows.ts';
import { recordLooks } from './record-looks.ts';
import { seenAt } from './seen-at.ts';

export const receiptPage = 1_000;

/** By unit that comes to this ceremony and whose arm may be seen there. Refuses `still-sealed`. */
export async function readReceiptNumbers(deps: Deps, account: Account, ceremonyId: string) {
  requirePermission(account, 'read-receipt-numbers');
  const ceremony = await loadCeremony(deps, account, ceremonyId);
  const { shown } = await seenAt(
    deps,
    account,
    ceremony,
    'The receipts of this ceremony can be had once its arms are unsealed.',
  );
  const units = shown.map(({ unit }) => unit);
  return { ceremony: ceremonyId, receipts: await deps.store.read.receiptNumbersOf(ceremony.trial, units) };
}

/**
 * Full receipts in the order of the draw, at most 1,000 a page; `next` is where the following page begins. Each ceremony whose
 * arms are read here goes on record as looked at. Refuses `too-early`.
 */
export async function readReceipts(deps: Deps, account: Account, slug: string, from: number) {
  return unblinded(deps, account, slug, 'read-receipts', () => receiptsFrom(deps, account, slug, from));
}

async function receiptsFrom(deps: Deps, account: Account, slug: string, from: number) {
  const { row } = await loadTrial(deps, slug);
  const isPublished = row.seed !== null;
  if (!isPublished && account.role !== 'auditor') {
    throw new Refusal('too-early', 'Receipts can be read once the seed is published.');
  }
  const rows = await deps.store.read.receiptsFrom(slug, from, receiptPage, !isPublished);
  await recordLooks(deps, account, [...new Set(rows.map(({ ceremony }) => ceremony))]);
  const last = rows.at(-1);
  return {
    receipts: rows.map((one) => ({ number: one.number, receipt: receiptOf(one) })),
    next: rows.length === receiptPage && last !== undefined ? last.seq + 1 : null,
  };
}

export const receiptCheckSchema = z.union([
  z.strictObject({ receipt: receiptSchema }),
  z.strictObject({ number: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits') }),
]);

/**
 * Whether the trial holds this receipt, for anybody. `differs`: it holds a receipt of this unit with other contents. The unit's
 * hash has 256 bits that nobody can guess, so the answer helps nobody to find out an arm.
 */
export async function checkReceipt(
  deps: Deps,
  account: Account | null,
  slug: string,
  asked: z.infer<typeof receiptCheckSchema>,
) {
  await loadVisibleTrial(deps, account, slug);
  const { read } = deps.store;
  const number = 'number' in asked ? asked.number : receiptNumber(asked.receipt);
  if (await read.hasReceipt(slug, { number })) return { state: 'held' as const, number };
  const isOther = 'receipt' in asked && (await read.hasReceipt(slug, { unitHash: asked.receipt.unitHash }));
  return { state: isOther ? ('differs' as const) : ('not-held' as const), number };
}
