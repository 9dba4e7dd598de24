/** In what form a borough gives what its register shows, as its agreement allows and the protocol declares. */
export const sharesKinds = ['people', 'counts-by-ceremony', 'counts-by-arm'] as const;
export type Shares = (typeof sharesKinds)[number];

/** true where a row of the data set can stand for several people. */
export function sharesCounts(boroughs: readonly { readonly shares: Shares }[]): boolean {
  return boroughs.some(({ shares }) => shares !== 'people');
}
