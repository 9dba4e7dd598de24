/** The rows of each cluster, in row order, without a list per cluster: 180,000 households are two arrays. */
export type RowsByCluster = {
  readonly clusters: number;
  /** Row numbers, cluster after cluster. */
  readonly order: Int32Array;
  /** Cluster g has order[starts[g]] … order[starts[g + 1] − 1]. */
  readonly starts: Int32Array;
};

/** @param codes cluster of each row, 0 … clusters − 1 */
export function rowsByCluster(codes: Int32Array, clusters: number): RowsByCluster {
  const starts = new Int32Array(clusters + 1);
  for (const code of codes) starts[code + 1] = (starts[code + 1] ?? 0) + 1;
  for (let g = 0; g < clusters; g += 1) starts[g + 1] = (starts[g + 1] ?? 0) + (starts[g] ?? 0);
  const next = starts.slice();
  const order = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    order[next[code] ?? 0] = row;
    next[code] = (next[code] ?? 0) + 1;
  }
  return { clusters, order, starts };
}
