/** What the report calls the quantities of results.json that a comparison can have, and which of them are ratios. */
import type { RatioQuantity } from '../estimators/ratio-result.ts';
import type { PooledQuantity } from '../imputations/pooled-result.ts';

export const ratioNames: Readonly<Record<RatioQuantity, string>> = {
  'risk-ratio': 'Risk ratio',
  'odds-ratio': 'Odds ratio',
  'rate-ratio': 'Rate ratio',
  'hazard-ratio': 'Hazard ratio',
};

export const quantityNames: Readonly<Record<PooledQuantity, string>> = {
  'risk-difference': 'Difference in percentage points',
  'mean-difference': 'Difference in means',
  coefficient: 'Coefficient',
  'complier-average-causal-effect': 'Effect of what was received',
  'restricted-mean-difference': 'Difference in restricted mean time',
  ...ratioNames,
};

export function isRatioQuantity(quantity: string): quantity is RatioQuantity {
  return quantity in ratioNames;
}
