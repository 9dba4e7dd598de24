/**
 * Σ_st Var(D_st), D the CR2 covariance of a set of orthonormal directions when errors are independent and alike:
 * Var(D_st) = Σ_gh (P_gh^ss P_gh^tt + P_gh^st P_gh^ts). Source: E. Tipton & J. E. Pustejovsky 2015, J. Educ. Behav. Stat.
 * 40:604–634. P_gh^st = −T_gh^st with T_gh^st = u_gs′u_ht + v_gs′v_ht, but P_gg^st = z_s′(Q_g′Q_g)z_t; Σ_gh of products of T
 * is a squared norm of Σ_g u_gs u_gt′ and its like, so no pair of clusters is ever visited.
 */
import type { ClusterPieces } from './cluster-pieces.ts';
import { addScaled, type DirectionSet, dot } from './fit.ts';

/** Sums over clusters for the directions s ≤ t; u has an entry per basis column, v one per level of the absorbed effect. */
type PairSums = {
  readonly s: number;
  readonly t: number;
  /** Σ u_s u_t′, its upper triangle where s is t. */
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

  add({ factors, roots, levels }: ClusterPieces): void {
    const parts = this.#set.map((z) => partsOf(z, factors, roots, levels.length));
    for (const pair of this.#pairs) {
      const [s, t] = [entry(parts, pair.s), entry(parts, pair.t)];
      gather(pair, s, t, levels, this.#levels);
      const own = within(s, t, whole) - within(s, t, across);
      this.#own += pair.s === pair.t ? own : 2 * own;
    }
  }

  total(): number {
    return this.#pairs.reduce(
      (sum, pair) => sum + (pair.s === pair.t ? 1 : 2) * allPairs(pair, entry(this.#set, 0).length, this.#levels),
      this.#own,
    );
  }
}

/** One direction in one cluster: t′z for each factor t, u and v. */
type Parts = { readonly along: Float64Array; readonly u: Float64Array; readonly v: Float64Array };

function partsOf(z: Float64Array, factors: Float64Array, roots: Float64Array, levels: number): Parts {
  const width = z.length;
  const size = width + levels;
  const along = new Float64Array(roots.length);
  const u = new Float64Array(width);
  const v = new Float64Array(levels);
  for (let j = 0; j < roots.length; j += 1) {
    const start = j * size;
    let sum = 0;
    for (let k = 0; k < width; k += 1) sum += (factors[start + k] ?? 0) * (z[k] ?? 0);
    along[j] = sum;
    const scaled = (roots[j] ?? 0) * sum;
    if (scaled === 0) continue;
    for (let k = 0; k < width; k += 1) u[k] = (u[k] ?? 0) + scaled * (factors[start + k] ?? 0);
    for (let k = 0; k < levels; k += 1) v[k] = (v[k] ?? 0) + scaled * (factors[start + width + k] ?? 0);
  }
  return { along, u, v };
}

/** P_gg^st = z_s′(Q′Q)z_t. */
const whole = (s: Parts, t: Parts) => dot(s.along, t.along);
/** T_gg^st. */
const across = (s: Parts, t: Parts) => dot(s.u, t.u) + dot(s.v, t.v);

/** m_ss·m_tt + m_st². */
function within(s: Parts, t: Parts, m: (s: Parts, t: Parts) => number): number {
  const crossed = m(s, t);
  return (s === t ? crossed * crossed : m(s, s) * m(t, t)) + crossed * crossed;
}

function entry<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`there is no direction ${index}`);
  return item;
}

function gather(pair: PairSums, s: Parts, t: Parts, levels: readonly number[], levelCount: number): void {
  const width = s.u.length;
  for (let row = 0; row < width; row += 1) {
    const value = s.u[row] ?? 0;
    if (value === 0) continue;
    const start = row * width;
    // With s = t the matrix is symmetric: the upper triangle is enough.
    for (let k = s === t ? row : 0; k < width; k += 1) {
      pair.uu[start + k] = (pair.uu[start + k] ?? 0) + value * (t.u[k] ?? 0);
    }
  }
  for (const [place, level] of levels.entries()) {
    addScaled(pair.vu, level, s.v[place] ?? 0, t.u);
    addScaled(pair.uv, level, t.v[place] ?? 0, s.u);
    for (const [beside, other] of levels.entries()) {
      const key = level * levelCount + other;
      pair.vv.set(key, (pair.vv.get(key) ?? 0) + (s.v[place] ?? 0) * (t.v[beside] ?? 0));
    }
  }
}

/** Σ_gh (T_gh^ss T_gh^tt + T_gh^st T_gh^ts), g = h among them. */
function allPairs({ s, t, uu, vu, uv, vv }: PairSums, width: number, levelCount: number): number {
  let sum = 0;
  if (s === t) mirrorUpper(uu, width);
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

function mirrorUpper(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    for (let k = 0; k < row; k += 1) matrix[row * size + k] = matrix[k * size + row] ?? 0;
  }
}
