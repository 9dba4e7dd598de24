/** Reads the numbered SQL files of `migrations/`, which both engines apply. Node only. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationFile } from './migrate.ts';

const shippedFolder = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** In the order of their numbers. Throws where a file's name has no four-digit number, or two share one. */
export function readMigrationFiles(folder: string = shippedFolder): readonly MigrationFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted();
  names.forEach((name, index) => {
    if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(name)) throw new Error(`${name} is not named like 0001_spine.sql`);
    if (names[index - 1]?.slice(0, 4) === name.slice(0, 4))
      throw new Error(`two migrations have the number ${name.slice(0, 4)}`);
  });
  return names.map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }));
}
