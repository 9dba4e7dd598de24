/**
 * Which check of replicate.R a method has: the R function, the family of functions that it stands in, and the settings it asks
 * for beside the figures.
 */
import { alphaOf, type InterimEstimator, lookedAt } from '../plan/interim.ts';
import { type RedrawEstimator, redrawSchemeOf } from '../plan/redraw-scheme.ts';
import type { Plan, PlannedEstimator } from '../plan/schema.ts';
import { errorsOf, modelOf, neededColumns, settingsOf } from '../plan/settings.ts';
import { comparisonsInR } from './in-r/comparisons.ts';
import { generalisedInR } from './in-r/generalised.ts';
import { interimInR } from './in-r/interim.ts';
import { linearInR } from './in-r/linear.ts';
import { pooledInR } from './in-r/pooled.ts';
import { proportionsInR } from './in-r/proportions.ts';
import { randomisationInR } from './in-r/randomisation.ts';
import { sitesInR } from './in-r/sites.ts';
import { survivalInR } from './in-r/survival.ts';
import { tablesInR } from './in-r/tables.ts';
import { rSource } from './r-literal.ts';

export type FamilyCheck = {
  readonly function: string;
  /** R source of the functions it stands on. */
  readonly families: readonly string[];
  /** The settings, as they go into R. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Rows without an outcome or a covariate are looked at too. */
  readonly seesMissing: boolean;
};

/** null for a method that R does not compute again. */
export function familyCheck(plan: Plan, estimator: PlannedEstimator): FamilyCheck | null {
  const { method } = estimator;
  const check = (family: string, settings: FamilyCheck['settings'] = {}, name: string = method): FamilyCheck => ({
    function: `check_${name.replaceAll('-', '_')}`,
    families: [family],
    settings,
    seesMissing: method === 'attrition' || method === 'balance' || method === 'sample-ratio',
  });
  const covariates = neededColumns(plan, estimator)
    .filter(({ role }) => role === 'covariate')
    .map(({ as }) => as);
  const { level } = settingsOf(plan, estimator);
  switch (estimator.method) {
    case 'proportions':
      return check(proportionsInR, { interval: estimator.interval });
    case 'chi-squared':
      return check(proportionsInR, { continuity: estimator.continuity });
    case 'risk-difference':
      return estimator.interval === 'wald'
        ? check(proportionsInR, {}, 'wald')
        : check(comparisonsInR, { interval: estimator.interval });
    case 'linear':
      return check(linearInR, adjustingInR(plan, estimator));
    case 'wald-joint': {
      const model = modelOf(plan, estimator);
      if (model.method !== 'linear') return null;
      return check(linearInR, { test: estimator.test ?? 'F', ...adjustingInR(plan, model) });
    }
    case 'difference-in-means':
      return check(linearInR, { design: estimator.design ?? 'simple' });
    case 'two-stage-least-squares': {
      const [, ...others] = neededColumns(plan, estimator);
      return check(linearInR, { errors: errorsOf(plan, estimator), others: others.map(({ as }) => as) });
    }
    case 'risk-ratio':
    case 'odds-ratio':
      return check(comparisonsInR, {}, 'ratio');
    case 'fisher-exact':
      return check(comparisonsInR, { alternative: estimator.alternative });
    case 'mantel-haenszel':
      return check(comparisonsInR, { continuity: estimator.continuity });
    case 't-test':
      return check(comparisonsInR, { variances: estimator.variances, paired: estimator.pairs !== undefined });
    case 'rank-sum':
      return check(comparisonsInR, { exact: estimator.exact, continuity: estimator.continuity });
    case 'equivalence':
      return check(comparisonsInR, { margin: estimator.margin, level });
    case 'attrition':
      return check(tablesInR);
    case 'icc':
      return check(tablesInR);
    case 'subgroup':
      return check(tablesInR, { errors: errorsOf(plan, estimator), level });
    case 'balance': {
      const needed = neededColumns(plan, estimator);
      return check(tablesInR, {
        reference: plan.arm.reference,
        ...{ columns: needed.map(({ column }) => column), as: needed.map(({ as }) => as) },
      });
    }
    case 'sample-ratio': {
      const isByCluster = settingsOf(plan, estimator).cluster.length > 0 && estimator.unit !== 'row';
      return check(tablesInR, {
        ...{ arms: Object.keys(estimator.ratio), shares: Object.values(estimator.ratio), by_cluster: isByCluster },
      });
    }
    case 'logistic':
      return check(generalisedInR, { covariates, errors: estimator.errors, report: estimator.report });
    case 'poisson':
      return check(generalisedInR, {
        covariates,
        errors: estimator.errors,
        has_offset: estimator.offset !== undefined,
      });
    case 'gee':
      return check(generalisedInR, { working: estimator.working, link: estimator.link });
    case 'sites':
      return check(sitesInR, {
        ...{ measure: estimator.measure, model: estimator.model, knapp_hartung: estimator.knappHartung },
      });
    case 'kaplan-meier':
      return check(survivalInR, { interval: estimator.interval });
    case 'log-rank':
      return check(survivalInR);
    case 'cox':
      return check(survivalInR, { errors: estimator.errors, ties: estimator.ties });
    case 'restricted-mean':
      return check(survivalInR, { horizon: estimator.horizon ?? null });
    case 'interim':
      return lookInR(plan, estimator);
    case 'randomisation-inference':
      return redrawsInR(plan, estimator);
  }
}

/** The covariance of a linear model, and how its covariates and fixed effects, which come last, are read. */
function adjustingInR(plan: Plan, estimator: Extract<PlannedEstimator, { readonly method: 'linear' }>) {
  const needed = neededColumns(plan, estimator);
  const covariates = needed.filter(({ role }) => role === 'covariate').map(({ as }) => as);
  return {
    ...{ errors: errorsOf(plan, estimator), adjust: estimator.adjust },
    ...{ covariates, effects: needed.length - covariates.length },
  };
}

/** A look stands on the check of the test it looks at; null where R has none for that. */
function lookInR(plan: Plan, interim: InterimEstimator): FamilyCheck | null {
  const tested = lookedAt(plan, interim);
  const { method } = tested;
  const own = familyCheck(plan, tested);
  if (own === null) return null;
  const { looks, look = looks.length, spending, sided, direction = 'greater' } = interim;
  return {
    function: 'check_interim',
    families: [interimInR, pooledInR, ...own.families],
    settings: {
      ...{ looks, look, spending, sided, direction, alpha: alphaOf(interim, interim.level ?? plan.level) },
      ...{ check: rSource(own.function), settings: own.settings, quantity: method },
    },
    seesMissing: false,
  };
}

/** null under the trial's own draw, which R does not have. */
function redrawsInR(plan: Plan, estimator: RedrawEstimator): FamilyCheck | null {
  const scheme = redrawSchemeOf(plan, estimator);
  if (scheme.kind === 'protocol') return null;
  const { draws, maxT, statistic } = estimator;
  return {
    function: 'check_randomisation_inference',
    families: [randomisationInR],
    settings: {
      draws,
      clustered: scheme.kind.endsWith('clustered'),
      studentised: statistic === 'studentised',
      max_t: maxT,
    },
    seesMissing: false,
  };
}
