/** The one function used of talisman, which comes without types. */
declare module 'talisman/metrics/jaro-winkler.js' {
  /** The Jaro–Winkler similarity of two texts, 0 to 1 (Winkler 1990). */
  export default function jaroWinkler(a: string, b: string): number;
}
