/** c₀ + c₁x + c₂x² + …, from the highest power down (Horner), so that the order of rounding is fixed. */
export function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let power = coefficients.length - 1; power >= 0; power -= 1) value = value * x + (coefficients[power] ?? 0);
  return value;
}
