/** Planned figures as a person reads them: a small one keeps its digits, and nothing rounds to certainty or to nothing. */

/** 12.345 as "12.345", 0.00012345 as "0.000123". */
export function figure(value: number, digits = 3): string {
  const isSmall = value !== 0 && Math.abs(value) < 10 ** (1 - digits);
  return value.toLocaleString('en-GB', isSmall ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: digits });
}

/** 0.791 as "79.1%". */
export function percent(share: number): string {
  if (share > 0.999 && share < 1) return 'over 99.9%';
  return `${hundred(share)}%`;
}

/** A difference of risks: 0.05 as "5.0 points". */
export function points(difference: number): string {
  return `${hundred(difference)} points`;
}

function hundred(share: number): string {
  const value = 100 * share;
  return value !== 0 && Math.abs(value) < 0.1 ? figure(value, 1) : value.toFixed(1);
}
