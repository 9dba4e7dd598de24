/** Pages that say one thing: not found, not permitted, refused, gone wrong. Plain words and, for a bug, the request's id. */
import type { RefusalCode } from '../../trial/refusal.ts';
import type { Page } from '../render.ts';

export type MessageModel = {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** To quote when asking for help; null where there is nothing to look up. */
  readonly requestId: string | null;
};

export type MessageStatus = 403 | 404 | 409 | 429 | 500 | 503;

/** What the web answers for each refusal of the domain; `sign-in` sends people to the sign-in page. */
export const refusalAnswers: Readonly<Record<RefusalCode, MessageStatus | 'sign-in' | 'confirm'>> = {
  'not-signed-in': 'sign-in',
  'not-permitted': 403,
  'not-found': 404,
  'already-exists': 409,
  'wrong-status': 409,
  'sign-off-given': 409,
  'same-person': 409,
  'no-key': 409,
  'ceremony-in-another-trial': 409,
  'list-closed': 409,
  'list-open': 409,
  'list-empty': 409,
  'already-enrolled': 409,
  'already-drawn': 409,
  'too-early': 409,
  'too-late': 409,
  'no-beacon': 409,
  'already-reported': 409,
  'still-sealed': 409,
  'already-unsealed': 409,
  'ceremony-cancelled': 409,
  'arm-stopped': 409,
  'already-withdrawn': 409,
  'recorded-meanwhile': 409,
  'not-randomised': 409,
  'design-locked': 409,
  'idempotency-key-reused': 409,
  busy: 503,
  'no-data': 409,
  'no-agreement': 409,
  'not-observable': 409,
  'too-many-tries': 429,
  'never-blind-again': 403,
  'confirm-first': 'confirm',
  'pre-election': 409,
  'gives-away': 409,
};

const headings: Readonly<Record<MessageStatus, string>> = {
  403: 'You cannot see or do this',
  404: 'Page not found',
  409: 'This cannot be done',
  429: 'Too many tries',
  500: 'Sorry, something went wrong',
  503: 'Sorry, the service is busy',
};

const explanations: Readonly<Record<MessageStatus, readonly string[]>> = {
  403: ['Your role does not include this, or the request did not come from this site.', 'Nothing was changed.'],
  404: [
    'If you typed the address, check it is correct. If you pasted it, check you copied all of it.',
    'You may need to sign in to see some pages.',
  ],
  409: ['Nothing was changed.'],
  429: ['Nothing was changed. Try again in a quarter of an hour.'],
  500: [
    'This is a fault in Pledge, not something you did.',
    'Try again later. What you saved before is safe. If you were changing something, check whether it was saved.',
  ],
  503: ['Nothing was changed. Try again in a moment.'],
};

/** @param sentence said first, where the domain gave one */
export function messagePage(status: MessageStatus, sentence: string | null, requestId: string | null): Page {
  return {
    view: 'message',
    title: headings[status],
    isTraining: false,
    model: {
      heading: headings[status],
      paragraphs: [...(sentence === null ? [] : [sentence]), ...explanations[status]],
      requestId,
    },
  };
}
