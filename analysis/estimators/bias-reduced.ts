/**
 * CR2, the bias-reduced cluster-robust covariance with an identity working model, and the degrees of freedom of tests with
 * it, in time linear in the rows. Sources: R. M. Bell & D. F. McCaffrey 2002, Surv. Methodol. 28:169–181; J. E. Pustejovsky &
 * E. Tipton 2018, J. Bus. Econ. Stat. 36:672–683 (eq. 6, Satterthwaite's df); E. Tipton & J. E. Pustejovsky 2015, J. Educ.
 * Behav. Stat. 40:604–634 (HTZ: η = q(q + 1) / Σ Var(D_st), which for q = 1 is Satterthwaite's).
 * The linear time: P_gh = a_g′(I − H)_gh a_h differs from −(u_g′u_h + v_g′v_h) only where g = h, with u = Q′a and v = D′a, so
 * a sum over all pairs of clusters of products of P is a squared norm of Σ over clusters of small matrices.
 */
import { clusterPieces, clusterSize } from './cluster-pieces.ts';
import { notEstimable, type Result } from './estimator.ts';
import { addOuter, type DirectionSet, type Fit, markTouched } from './fit.ts';
import { rowsByCluster } from './rows-by-cluster.ts';
import { VarianceOfVariance } from './variance-of-variance.ts';

export type BiasReduced = {
  /** Q′ΩQ: z′·meat·z is the variance of z′γ. */
  readonly meat: Float64Array;
  readonly clusters: number;
  /** η of each set: Satterthwaite's degrees of freedom for one direction, HTZ's for several. */
  readonly eta: readonly number[];
  /** Sets with a direction that some cluster alone determines: their variance is not estimable. */
  readonly isDetermined: readonly boolean[];
};

/** Beyond this the eigenvectors of one cluster's matrix would take minutes. */
const mostDimensions = 600;

/** Each set holds orthonormal directions of `fit.width` entries; a cluster is one of 0 … clusterCount − 1, each used. */
export function biasReduced(
  fit: Fit,
  cluster: Int32Array,
  clusterCount: number,
  sets: readonly DirectionSet[],
): Result<BiasReduced> {
  const { width } = fit;
  const { order, starts } = rowsByCluster(cluster, clusterCount);
  for (let g = 0; g < clusterCount; g += 1) {
    const [from, to] = [starts[g] ?? 0, starts[g + 1] ?? 0];
    if (to - from <= mostDimensions || clusterSize(fit, order, from, to) <= mostDimensions) continue;
    return notEstimable('cluster-too-large', 'A cluster has too many people and fixed effects at once for CR2 errors.');
  }
  const meat = new Float64Array(width * width);
  const isDetermined = sets.map(() => false);
  const sums = sets.map((set) => new VarianceOfVariance(set, width, fit.effect?.people.length ?? 0));
  for (let g = 0; g < clusterCount; g += 1) {
    const pieces = clusterPieces(fit, order, starts[g] ?? 0, starts[g + 1] ?? 0);
    addOuter(meat, pieces.score, 1);
    for (const sum of sums) sum.add(pieces);
    for (const own of pieces.determined) markTouched(isDetermined, sets, own);
  }
  const eta = sets.map(({ length }, index) => (length * (length + 1)) / (sums[index]?.total() ?? Number.NaN));
  return { meat, clusters: clusterCount, eta, isDetermined };
}
