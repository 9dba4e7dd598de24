/** A whole number of any size for people: `--json` keeps its digits. */
const mostDigits = 40;

/** `count`, in decimal digits, grouped by thousands; with more than forty digits about how many: 4.5 × 10^4766. */
export function countText(count: string): string {
  if (count.length <= mostDigits) return count.replace(/\B(?=(\d{3})+$)/g, ',');
  const [mantissa, power] = Number(`0.${count.slice(0, 15)}`)
    .toExponential(1)
    .split('e');
  return `about ${mantissa} × 10^${count.length + Number(power)}`;
}
