/** `npm run bench`: every benchmark in this folder, one after another. Ratios within one run count, single times do not. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'run.ts');
const chosen = files.filter((name) => wanted.length === 0 || wanted.includes(name.replace(/\.ts$/, '')));
if (chosen.length === 0) {
  process.stderr.write(`There is no benchmark called ${wanted.join(', ')}. There are: ${files.join(', ')}\n`);
  process.exit(2);
}
let failed = 0;
for (const name of chosen) {
  process.stdout.write(`\n# ${name.replace(/\.ts$/, '')}\n`);
  const { status } = spawnSync(process.execPath, [folder + name], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
