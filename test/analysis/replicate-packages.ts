/** Is R here, with what replicate.R of a test needs? */
import { spawnSync } from 'node:child_process';

/** False, and said why on standard output, where R or one of the packages is not installed; jsonlite is always asked for. */
export function hasPackages(packages: readonly string[], skipped: string): boolean {
  const needed = ['jsonlite', ...packages];
  const asked = needed.map((name) => `requireNamespace("${name}", quietly = TRUE)`).join(' && ');
  if (spawnSync('Rscript', ['-e', `quit(status = if (${asked}) 0 else 1)`]).status === 0) return true;
  process.stdout.write(`SKIPPED: ${skipped}: R with ${needed.join(', ')} is not here.\n`);
  return false;
}
