/** The embedded database for a command that does not serve: opened, migrated, with what the acts need. Node only. */
import type { Deps } from './actions/deps.ts';
import { createDeps } from './create-deps.ts';
import { solverOfNode } from './solver-of-node.ts';
import { type OpenOptions, openSqliteStore } from './store/open-sqlite.ts';

/** Throws DatabaseRefused. The key is PLEDGE_KEY, where the environment has it. */
export async function openDatabase(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  options: OpenOptions = {},
): Promise<{ readonly deps: Deps; readonly close: () => void }> {
  const { db, close } = await openSqliteStore(path, options);
  const hex = environment.PLEDGE_KEY;
  return { deps: await createDeps(db, hex === undefined ? null : { hex, source: 'environment' }, solverOfNode), close };
}
