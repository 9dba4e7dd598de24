/**
 * Σ_st Var(D_st), D the CR2 covariance of a set of orthonormal directions when errors are independent and alike:
 * Var(D_st) = Σ_gh (P_gh^ss P_gh^tt + P_gh^st P_gh^ts). Source: E. Tipton & J. E. Pustejovsky 2015, J. Educ. Behav. Stat.
 * 40:604–634. P_gh^st = −T_gh^st with T_gh^st = u_gs′u_ht + v_gs′v_ht, but P_gg^st = z_s′(Q_g′Q_g)z_t; Σ_gh of products of T
 * is a squared norm of Σ_g u_gs u_gt′ and its like, so no pair of clusters is ever visited.
 */
import type { ClusterPieces } from './cluster-pieces.ts';
import { type DirectionSet, dot, quadratic } from './fit.ts';

/** Sums over clusters for the directions s ≤ t; u has an entry per basis column, v one per level of the absorbed effect. */
type PairSums = {
  readonly s: number;
  readonly t: number;
  /** Σ u_s u_t′. */
  readonly uu: Float64Array;
  /** Σ v_s u_t′ and Σ v_t u_s′, a row per level. */
  readonly vu: Float64Array;
  readonly uv: Float64Array;
  /** Σ v_s v_t′, at level · levels + level: few levels meet in a cluster. */
  readonly vv: Map<number, number>;
};

export class VarianceOfVariance {
  readonly #set: DirectionSet;
  readonly #levels: number;
  readonly #pairs: readonly PairSums[];
  /** Σ over pairs g = h: what P has there, less what T has. */
  #own = 0;

  /** @param levels of the absorbed effect, 0 without one */
  constructor(set: DirectionSet, width: number, levels: number) {
    this.#set = set;
    this.#levels = levels;
    this.#pairs = set.flatMap((_, s) =>
      set.slice(s).map((_, beyond) => ({
        s,
        t: s + beyond,
        uu: new Float64Array(width * width),
        vu: new Float64Array(levels * width),
        uv: new Float64Array(levels * width),
        vv: new Map<number, number>(),
      })),
    );
  }

  add({ adjusted, effects, levels, gram }: ClusterPieces): void {
    const u = this.#set.map((z) => times(adjusted, z, z.length));
    const v = this.#set.map((z) => times(effects, z, levels.length));
    const count = this.#set.length;
    const whole = pairwise(count, (s, t) => quadratic(gram, entry(this.#set, s), entry(this.#set, t)));
    const within = pairwise(count, (s, t) => dot(entry(u, s), entry(u, t)) + dot(entry(v, s), entry(v, t)));
    for (const pair of this.#pairs) {
      const { s, t } = pair;
      gather(pair, entry(u, s), entry(u, t), entry(v, s), entry(v, t), levels, this.#levels);
      const [ss, st, tt] = [s * count + s, s * count + t, t * count + t];
      const own = products(whole, ss, st, tt) - products(within, ss, st, tt);
      this.#own += s === t ? own : 2 * own;
    }
  }

  total(): number {
    return this.#pairs.reduce(
      (sum, pair) => sum + (pair.s === pair.t ? 1 : 2) * allPairs(pair, entry(this.#set, 0).length, this.#levels),
      this.#own,
    );
  }
}

/** m_ss·m_tt + m_st². */
function products(m: Float64Array, ss: number, st: number, tt: number): number {
  return (m[ss] ?? 0) * (m[tt] ?? 0) + (m[st] ?? 0) * (m[st] ?? 0);
}

function pairwise(count: number, of: (s: number, t: number) => number): Float64Array {
  const values = new Float64Array(count * count);
  for (let s = 0; s < count; s += 1) for (let t = s; t < count; t += 1) values[s * count + t] = of(s, t);
  return values;
}

function entry(vectors: readonly Float64Array[], index: number): Float64Array {
  const vector = vectors[index];
  if (vector === undefined) throw new Error(`there is no direction ${index}`);
  return vector;
}

/** M·z for a matrix of count rows. */
function times(matrix: Float64Array, z: Float64Array, count: number): Float64Array {
  const product = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    let sum = 0;
    for (let k = 0; k < z.length; k += 1) sum += (matrix[row * z.length + k] ?? 0) * (z[k] ?? 0);
    product[row] = sum;
  }
  return product;
}

function gather(
  pair: PairSums,
  us: Float64Array,
  ut: Float64Array,
  vs: Float64Array,
  vt: Float64Array,
  levels: readonly number[],
  levelCount: number,
): void {
  for (let row = 0; row < us.length; row += 1) addScaled(pair.uu, row, us[row] ?? 0, ut);
  for (const [place, level] of levels.entries()) {
    const [a, b] = [vs[place] ?? 0, vt[place] ?? 0];
    addScaled(pair.vu, level, a, ut);
    addScaled(pair.uv, level, b, us);
    for (const [beside, other] of levels.entries()) {
      const key = level * levelCount + other;
      pair.vv.set(key, (pair.vv.get(key) ?? 0) + a * (vt[beside] ?? 0));
    }
  }
}

/** Row `row` of the matrix += factor · v. */
function addScaled(matrix: Float64Array, row: number, factor: number, v: Float64Array): void {
  if (factor === 0) return;
  const start = row * v.length;
  for (let k = 0; k < v.length; k += 1) matrix[start + k] = (matrix[start + k] ?? 0) + factor * (v[k] ?? 0);
}

/** Σ_gh (T_gh^ss T_gh^tt + T_gh^st T_gh^ts), g = h among them. */
function allPairs({ uu, vu, uv, vv }: PairSums, width: number, levelCount: number): number {
  let sum = 0;
  for (let row = 0; row < width; row += 1) {
    for (let k = 0; k < width; k += 1) {
      const value = uu[row * width + k] ?? 0;
      sum += value * value + value * (uu[k * width + row] ?? 0);
    }
  }
  for (let index = 0; index < vu.length; index += 1) {
    const [a, b] = [vu[index] ?? 0, uv[index] ?? 0];
    sum += a * a + b * b + 2 * a * b;
  }
  for (const [key, value] of vv) {
    const [level, other] = [Math.floor(key / levelCount), key % levelCount];
    sum += value * value + value * (vv.get(other * levelCount + level) ?? 0);
  }
  return sum;
}
