/**
 * Runs one estimator of the plan over its outcomes and contrasts. Whatever it was asked for appears among the results: as
 * figures, or as the reason why there are none.
 */
import type { Dataset } from '../dataset/dataset.ts';
import type { FrameSource, FrameWithColumns, Population } from '../dataset/frames.ts';
import { type Adjusting, adjustedLinear } from '../estimators/adjusted-linear.ts';
import { chiSquared } from '../estimators/chi-squared.ts';
import { differenceInMeans } from '../estimators/difference-in-means.ts';
import { isNotGiven, type LinearOptions, type NotGiven, notEstimable } from '../estimators/estimator.ts';
import { icc } from '../estimators/icc.ts';
import { linear } from '../estimators/linear.ts';
import { proportions } from '../estimators/proportions.ts';
import { riskDifference } from '../estimators/risk-difference.ts';
import { subgroup } from '../estimators/subgroup.ts';
import { twoStage } from '../estimators/two-stage.ts';
import { waldJoint } from '../estimators/wald-joint.ts';
import type { Contrast, Frame, FrameColumn } from '../frame.ts';
import { isComparison } from '../plan/comparisons.ts';
import { type DesignCheck, isDesignCheck } from '../plan/design-checks.ts';
import { isGeneralised } from '../plan/generalised-models.ts';
import type { Outcome, PlannedEstimator } from '../plan/schema.ts';
import { errorsOf, modelOf, neededColumns, type Settings, settingsOf } from '../plan/settings.ts';
import { isSurvival } from '../plan/survival-methods.ts';
import type { TrialRedraws } from '../randomisation-inference/trial-redraws.ts';
import { compareAllArms, compareArms, isAboutTwoArms } from './comparisons.ts';
import { type ArmPair, armPairs, contrastIn } from './contrasts.ts';
import { checkDesign } from './design-checks.ts';
import { fitGeneralised } from './generalised-models.ts';
import { inferByRedraws } from './randomisation.ts';
import type { Figures, ResultRow } from './result.ts';
import { warningsOver } from './row-warnings.ts';
import { compareTimes, timesOfAllArms } from './survival.ts';

type Run = {
  readonly dataset: Dataset;
  readonly source: FrameSource;
  /** Where the data are a trial's of which the draw is known. */
  readonly trial: TrialRedraws | null;
  readonly estimator: PlannedEstimator;
  readonly settings: Settings;
};

/** The estimator's rows of results, p not adjusted but by max-T: outcomes in the plan's order, contrasts in theirs. */
export function estimate(
  dataset: Dataset,
  source: FrameSource,
  estimator: PlannedEstimator,
  trial: TrialRedraws | null,
): readonly ResultRow[] {
  const { plan } = dataset;
  const run: Run = { dataset, source, trial, estimator, settings: settingsOf(plan, estimator) };
  if (isDesignCheck(estimator)) return [designRow(run, estimator)];
  return plan.outcomes
    .filter(({ name }) => run.settings.outcomes.includes(name))
    .flatMap((outcome) => ofOutcome(run, outcome));
}

function designRow({ dataset, source, settings }: Run, estimator: DesignCheck): ResultRow {
  const population = source.population(settings.rows, settings.cluster);
  const figures = checkDesign(estimator, dataset, population, settings);
  const warning = 'warning' in figures ? figures.warning : null;
  const { id, method } = estimator;
  const warnings = warning == null ? [] : [warning];
  return { id, method, outcome: null, contrast: null, figures, pAdjusted: null, warnings };
}

function ofOutcome(run: Run, outcome: Outcome): readonly ResultRow[] {
  const { dataset, source, estimator, settings } = run;
  const population = source.population(settings.rows, settings.cluster);
  const pairs = isPairwise(estimator) ? armPairs(settings.contrasts, population.arms, dataset.plan.arm.reference) : [];
  const row = (figures: Figures, contrast: ArmPair | null, warnings: ResultRow['warnings'] = []): ResultRow => ({
    id: estimator.id,
    method: estimator.method,
    outcome: outcome.name,
    contrast,
    figures,
    pAdjusted: 'pAdjusted' in figures ? (figures.pAdjusted ?? null) : null,
    warnings,
  });
  const refuse = (code: string, reason: string): readonly ResultRow[] =>
    pairs.length === 0
      ? [row(notEstimable(code, reason), null)]
      : pairs.map((pair) => row(notEstimable(code, reason), pair));
  const framed = framedFor(run, outcome);
  if (isNotGiven(framed)) return refuse(framed.notEstimable.code, framed.notEstimable.reason);
  const { frame } = framed;
  const warn = warningsOver(run, frame);
  if (frame.rows === 0 && estimator.method !== 'attrition') return refuse('no-rows', 'No row is left to use.');
  if (!isPairwise(estimator)) {
    const figures = ofAllArms(run, framed);
    return [row(figures, null, warn(figures, null))];
  }
  if (pairs.length === 0) return refuse('no-contrast', 'There are not two arms among the rows to compare.');
  const contrasts = pairs.map((pair) => contrastIn(frame, pair));
  const possible = contrasts.flatMap((contrast) => (isNotGiven(contrast) ? [] : [contrast]));
  const figures = new Map<object | undefined, readonly Figures[]>(
    ofContrasts(run, population, framed, possible).map((found, index) => [possible[index], found]),
  );
  return pairs.flatMap((pair, index) => {
    const contrast = contrasts[index];
    const found = contrast !== undefined && isNotGiven(contrast) ? [contrast] : figures.get(contrast);
    if (found === undefined) throw new Error(`${estimator.method} gave no result for ${pair.join(' - ')}`);
    return found.map((one) => row(one, pair, warn(one, pair)));
  });
}

/** The rows that the outcome is known in; a time to an event is read as its event, with the time as the first column. */
function framedFor({ dataset, source, estimator, settings }: Run, outcome: Outcome): FrameWithColumns | NotGiven {
  const needed = neededColumns(dataset.plan, estimator);
  const { rows, cluster } = settings;
  if (outcome.kind !== 'time-to-event') {
    if (!isSurvival(estimator)) return source.frameWith(rows, cluster, outcome, needed);
    return notEstimable('outcome-kind', `The method ${estimator.method} needs a time to an event.`);
  }
  if (!isSurvival(estimator)) {
    return notEstimable('outcome-kind', `The method ${estimator.method} has no meaning for a time to an event.`);
  }
  const { name, primary, event, time } = outcome;
  const happened = { name, primary, kind: 'binary', column: event } as const;
  return source.frameWith(rows, cluster, happened, [{ column: time, as: 'number', role: 'time' }, ...needed]);
}

function isPairwise(estimator: PlannedEstimator): boolean {
  if (isComparison(estimator)) return isAboutTwoArms(estimator);
  if (isDesignCheck(estimator)) return false;
  if (isGeneralised(estimator)) return true;
  if (isSurvival(estimator))
    return estimator.method === 'log-rank' ? estimator.over === 'contrast' : estimator.method !== 'kaplan-meier';
  switch (estimator.method) {
    case 'proportions':
    case 'icc':
    case 'wald-joint':
      return false;
    case 'chi-squared':
      return estimator.over === 'contrast';
    case 'risk-difference':
    case 'linear':
    case 'difference-in-means':
    case 'two-stage-least-squares':
    case 'subgroup':
    case 'randomisation-inference':
      return true;
    case 'interim':
      throw new Error(`${estimator.method} runs elsewhere`);
  }
}

function ofAllArms({ dataset, estimator, settings }: Run, framed: FrameWithColumns): Figures {
  const { frame, columns } = framed;
  const { level } = settings;
  if (isSurvival(estimator)) return timesOfAllArms(estimator, framed, level);
  if (isComparison(estimator)) return compareAllArms(estimator, frame, level);
  if (isDesignCheck(estimator) || isGeneralised(estimator)) throw new Error(`${estimator.method} runs elsewhere`);
  switch (estimator.method) {
    case 'proportions':
      return proportions(frame, { interval: estimator.interval, level });
    case 'icc':
      return icc(frame, { level });
    case 'chi-squared':
      return chiSquared(frame, 'all-arms', { continuity: estimator.continuity });
    case 'wald-joint': {
      const model = modelOf(dataset.plan, estimator);
      if (model.method !== 'linear')
        throw new Error(`the plan's check let ${estimator.of} pass, which is no linear model`);
      const options = { errors: errorsOf(dataset.plan, model), test: estimator.test ?? 'F' };
      return waldJoint(frame, adjustingOf(columns, model), options);
    }
    case 'risk-difference':
    case 'subgroup':
    case 'difference-in-means':
    case 'two-stage-least-squares':
    case 'linear':
    case 'randomisation-inference':
    case 'interim':
      throw new Error(`${estimator.method} compares two arms`);
  }
}

/** For each contrast, in their order, its results: one, but for a model that reports several measures. */
function ofContrasts(
  run: Run,
  population: Population,
  framed: FrameWithColumns,
  contrasts: readonly Contrast[],
): readonly (readonly Figures[])[] {
  const { estimator, settings } = run;
  if (isGeneralised(estimator)) return fitGeneralised(estimator, framed, contrasts, settings.level);
  if (isSurvival(estimator)) return compareTimes(estimator, framed, contrasts, settings.level).map((one) => [one]);
  return oneEach(run, population, framed, contrasts).map((figures) => [figures]);
}

function oneEach(
  { estimator, dataset, trial, settings }: Run,
  population: Population,
  framed: FrameWithColumns,
  contrasts: readonly Contrast[],
): readonly Figures[] {
  const { level } = settings;
  const { frame, columns } = framed;
  if (isDesignCheck(estimator) || isGeneralised(estimator) || isSurvival(estimator)) {
    throw new Error(`${estimator.method} runs elsewhere`);
  }
  if (isComparison(estimator))
    return compareArms(estimator, { dataset, population, frame, columns, settings }, contrasts);
  switch (estimator.method) {
    case 'risk-difference':
      return contrasts.map((contrast) => riskDifference(frame, contrast, { interval: estimator.interval, level }));
    case 'chi-squared':
      return contrasts.map((contrast) => chiSquared(frame, contrast, { continuity: estimator.continuity }));
    case 'linear':
      return ofLinear(frame, columns, contrasts, estimator, { errors: errorsOf(dataset.plan, estimator), level });
    case 'difference-in-means': {
      const blocks = columns.filter((column) => column.kind === 'category');
      const options = { design: estimator.design ?? 'simple', level };
      return contrasts.map((contrast) => differenceInMeans(frame, blocks, contrast, options));
    }
    case 'two-stage-least-squares': {
      const [received, ...others] = columns;
      if (received?.kind !== 'number') throw new Error(`the column ${estimator.received} was not read`);
      const { andersonRubin = false } = estimator;
      const adjusting = adjustingOf(others, estimator);
      const options = { adjusting, errors: errorsOf(dataset.plan, estimator), level, andersonRubin };
      return contrasts.map((contrast) => twoStage(frame, received, contrast, options));
    }
    case 'subgroup': {
      const [by] = columns;
      if (by === undefined || by.kind !== 'category') throw new Error(`the column ${estimator.by} was not read`);
      return subgroup(frame, by, contrasts, { errors: errorsOf(dataset.plan, estimator), level });
    }
    case 'randomisation-inference':
      return inferByRedraws(dataset.plan, estimator, framed, contrasts, trial, level);
    case 'proportions':
    case 'wald-joint':
    case 'icc':
    case 'interim':
      throw new Error(`${estimator.method} is not about two arms`);
  }
}

/** Without covariates and fixed effects, arm means are all there is to it. */
function ofLinear(
  frame: Frame,
  columns: readonly FrameColumn[],
  contrasts: readonly Contrast[],
  estimator: LinearEstimator,
  options: LinearOptions,
): readonly Figures[] {
  if (columns.length === 0) return linear(frame, contrasts, options);
  return adjustedLinear(frame, adjustingOf(columns, estimator), contrasts, options);
}

type LinearEstimator = Extract<PlannedEstimator, { readonly method: 'linear' }>;

/** Covariates come first among the columns, then the fixed effects. */
function adjustingOf(
  columns: readonly FrameColumn[],
  { adjust, fixedEffects }: Pick<LinearEstimator, 'adjust' | 'fixedEffects'>,
): Adjusting {
  const split = columns.length - fixedEffects.length;
  const effects = columns.slice(split).filter((column) => column.kind === 'category');
  return { adjustment: adjust, covariates: columns.slice(0, split), fixedEffects: effects };
}
