/** The primary table of a page, out of the locked run's results: rates by arm, and the first estimator with contrasts. */
import type { PrimaryResults, ResultEntry } from '../actions/read-figures.ts';
import type { Protocol } from '../trial/protocol.ts';
import type { ContrastFigures, Figures } from './reads.ts';
import { multiplicityWords, sentenceCase } from './words.ts';

export function figuresOf(results: PrimaryResults, protocol: Protocol): Figures {
  if (results.kind !== 'results') return { kind: results.kind };
  const rates = results.entries.find(({ method }) => method === 'proportions');
  const compared = results.entries.filter(({ contrast }) => contrast !== undefined);
  const main = compared.find(isRiskDifference) ?? compared.find(({ notEstimable }) => notEstimable !== undefined);
  const label = protocol.outcomes.find(({ name }) => name === results.outcome)?.label ?? sentenceCase(results.outcome);
  return {
    kind: 'table',
    outcomeLabel: label,
    level: protocol.analysis.level ?? 0.95,
    adjustment: protocol.analysis.multiplicity === undefined ? null : multiplicityWords(protocol.analysis.multiplicity),
    arms: (rates?.rows ?? []).flatMap(({ arm, n, count, proportion, interval }) =>
      count === undefined || proportion === undefined
        ? []
        : [{ arm, n, count, proportion, interval: interval ?? null }],
    ),
    contrasts: results.entries.filter(({ id }) => id === main?.id).flatMap(contrastOf),
  };
}

/** The page prints percentage points: a ratio or a shift of means would be read as something else. */
function isRiskDifference({ quantity }: ResultEntry): boolean {
  return quantity === 'risk-difference';
}

function contrastOf(entry: ResultEntry): readonly ContrastFigures[] {
  const { contrast, notEstimable, estimate, interval, p, pAdjusted } = entry;
  if (contrast === undefined) return [];
  if (notEstimable !== undefined) return [{ kind: 'not-estimable', contrast, reason: notEstimable.reason }];
  if (estimate === undefined || !isRiskDifference(entry)) return [];
  return [
    {
      kind: 'estimate',
      contrast,
      estimate,
      interval: interval ?? null,
      p: p ?? null,
      pAdjusted: pAdjusted ?? null,
      warning: warningOf(entry),
    },
  ];
}

const sentences: Readonly<Record<string, string>> = {
  'ignores-clustering': 'This estimate ignores that people came in clusters.',
  'few-clusters': 'An arm has so few clusters that standard errors by cluster are unsure.',
};

/** A warning without a sentence here is shown by its code: it is not kept from the reader. */
function warningOf({ warning, warnings }: ResultEntry): string | null {
  const all = warnings ?? (warning === undefined ? [] : [warning]);
  return all.length === 0 ? null : all.map((code) => sentences[code] ?? code).join(' ');
}
