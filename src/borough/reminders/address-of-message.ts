/**
 * E-mail addresses and mobile numbers as GOV.UK Notify takes them (alphagov/notifications-utils, recipient_validation), written so that no
 * spreadsheet program takes one for a formula and nothing has to be put before it: an apostrophe would make it another address. A
 * number is digits alone.
 */

const localPart = /^[A-Za-z0-9.!#$%&'*/?^_`{|}~][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]*$/;
const hostPart = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** In lower case; null for what is none, or begins like a formula. */
export function emailAddress(text: string): string | null {
  const written = withoutHidden(text).toLowerCase();
  const at = written.indexOf('@');
  const [local, host] = [written.slice(0, at), written.slice(at + 1)];
  const parts = host.split('.');
  const isRight =
    at > 0 &&
    written.length <= 320 &&
    localPart.test(local) &&
    !written.includes('..') &&
    parts.length >= 2 &&
    parts.every((part) => hostPart.test(part)) &&
    /^[a-z]{2,63}$|^xn--/.test(parts.at(-1) ?? '');
  return isRight ? written : null;
}

/**
 * Eleven digits, 07…; null for what is no mobile number of this country: a landline cannot be texted, and a service of Notify sends
 * abroad only where that was asked for, and else refuses the whole file.
 */
export function mobileNumber(text: string): string | null {
  const written = withoutHidden(text).replace(/^['’]/, '');
  if (!/^\+?[\d\s().-]+$/.test(written)) return null;
  const isAbroad = /^(?:\+|00)/.test(written);
  // "+44 (0)7700 900123" has the nought of a call from inside the country.
  const digits = written.replace(/\(0\)/, '').replace(/\D/g, '').replace(/^0+/, '');
  const isOfHere = digits.startsWith('44');
  if (isAbroad && !isOfHere) return null;
  const national = isOfHere ? digits.slice(2).replace(/^0+/, '') : digits;
  // 070 numbers are personal numbers and 076 are pagers, but for 07624 of the Isle of Man.
  return /^7(?:[1-57-9]|624)/.test(national) && national.length === 10 ? `0${national}` : null;
}

function withoutHidden(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u180e\u200b-\u200d\u2060\u00a0\ufeff]/gu, '')
    .trim();
}
