/** Real data and R's results lie beside the project, never in it; a test that cannot find them says plainly that it skips. */
import { existsSync, readFileSync } from 'node:fs';

/** The file's bytes, or null after saying that `what` is skipped. `path` counts from ../shared. */
export function sharedFile(path: string, what: string): Buffer | null {
  const url = new URL(`../../../shared/${path}`, import.meta.url);
  if (existsSync(url)) return readFileSync(url);
  process.stdout.write(`SKIPPED: ${what}: there is no ../shared/${path} here.\n`);
  return null;
}
