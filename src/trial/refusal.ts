/**
 * A Refusal is the domain saying no: the request was understood and may not be done. It is not a Problem (something typed
 * wrong, collected and shown beside its field) and not a bug. The doors map every code exhaustively: the api to a status,
 * the web to a page, the command line to exit code 3.
 */
export const refusalCodes = [
  'not-signed-in',
  'not-permitted',
  'not-found',
  'already-exists',
  'wrong-status',
  'sign-off-given',
  'same-person',
  'no-key',
  'ceremony-in-another-trial',
  'list-closed',
  'list-open',
  'list-empty',
  'already-enrolled',
  'already-drawn',
  'too-early',
  'too-late',
  'no-beacon',
  'already-reported',
  'still-sealed',
  'already-unsealed',
  'ceremony-cancelled',
  'arm-stopped',
  'already-withdrawn',
  'recorded-meanwhile',
  'not-randomised',
  'design-locked',
  'idempotency-key-reused',
  'busy',
  'no-data',
  'not-observable',
  'no-agreement',
  'too-many-tries',
  'never-blind-again',
  'confirm-first',
  'pre-election',
  'gives-away',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** Thrown by actions; carries one sentence for a human and, where it helps, the facts behind it. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, sentence: string) {
    super(sentence);
    this.name = 'Refusal';
    this.code = code;
  }
}
