/**
 * What the GLA gets: safe aggregates and never a row. Progress by borough while the trial runs; the arms' figures once the
 * locked analysis has run and the seed is published. Every figure is computed from rounded counts; every export is logged.
 */

import { type DisclosureRule, type SafeCount, safeCount, safeShare } from '../../analysis/disclosure/safe-count.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Protocol } from '../trial/protocol.ts';
import { buildDataset, type Dataset } from './build-dataset.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';

export type ArmSummary = {
  readonly arm: string;
  readonly n: SafeCount;
  readonly count: SafeCount;
  readonly percent: number | 'suppressed';
};

export type Summary = {
  readonly slug: string;
  readonly title: string;
  readonly mode: 'training' | 'live';
  readonly status: string;
  readonly protocolHash: string;
  readonly disclosure: DisclosureRule;
  readonly boroughs: readonly { readonly borough: string; readonly randomised: SafeCount }[];
  /** Null until the seed is published. */
  readonly outcomes:
    | readonly {
        readonly outcome: string;
        readonly label: string;
        readonly arms: readonly ArmSummary[];
        /** Percentage points, from the rounded counts, to 0.1. */
        readonly differences: readonly {
          readonly contrast: readonly [string, string];
          readonly points: number | 'suppressed';
        }[];
      }[]
    | null;
};

export async function exportSummary(deps: Deps, request: Request, slug: string) {
  requirePermission(request.account, 'export-summary');
  return perform<Summary>(deps, request, slug, async () => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, ['open', 'paused', 'closed', 'analysed', 'seed-published', 'released'], 'Exporting a summary');
    const { protocol, row, status } = trial;
    const dataset = await buildDataset(deps, trial, 'trial');
    const rule = protocol.disclosure;
    const showsArms = status === 'seed-published' || status === 'released';
    const summary: Summary = {
      slug,
      title: protocol.title,
      mode: row.mode,
      status,
      protocolHash: row.protocolHash,
      disclosure: rule,
      boroughs: protocol.boroughs.map(({ code, name }) => ({
        borough: name,
        randomised: safeCount(column(dataset, 'borough').filter((value) => value === code).length, rule),
      })),
      outcomes: showsArms ? outcomesOf(protocol, dataset) : null,
    };
    return {
      status: 200,
      reply: summary,
      appends: [],
      notes: [{ act: 'export-summary', subject: slug, payload: { summary } }],
    };
  });
}

function outcomesOf(protocol: Protocol, dataset: Dataset): NonNullable<Summary['outcomes']> {
  const arm = column(dataset, 'arm');
  return protocol.outcomes
    .filter(({ kind }) => kind === 'binary')
    .map(({ name, label }) => {
      const value = column(dataset, name);
      const arms = protocol.arms.map((declared) => {
        const known = value.filter((one, index) => arm[index] === declared.name && one !== '');
        return {
          arm: declared.name,
          ...safeShare(known.length, known.filter((one) => one === '1').length, protocol.disclosure),
        };
      });
      return {
        outcome: name,
        label,
        arms,
        differences: protocol.contrasts.map((contrast) => difference(arms, contrast)),
      };
    });
}

function difference(arms: readonly ArmSummary[], contrast: readonly [string, string]) {
  const [treated, reference] = contrast.map((name) => arms.find(({ arm }) => arm === name)?.percent);
  const isShown = typeof treated === 'number' && typeof reference === 'number';
  return { contrast, points: isShown ? Math.round((treated - reference) * 10) / 10 : ('suppressed' as const) };
}

function column({ columns, rows }: Dataset, name: string): readonly string[] {
  const index = columns.indexOf(name);
  return rows.map((row) => row[index] ?? '');
}
