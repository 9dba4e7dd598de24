/** The pages are built on a checkout's first start; a command that shows them builds them where that has not happened yet. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const project = new URL('../../', import.meta.url);

export async function buildPages(): Promise<void> {
  if (existsSync(new URL('src/web/generated/site.js', project))) return;
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('src/web/build.ts', project))]);
}
