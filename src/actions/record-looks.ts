/** Who saw the arms of which ceremony, when: written before an arm is shown, read by the auditor. */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';

/** Throws where a look cannot be recorded, so that nothing is shown that is not on record. */
export async function recordLooks(deps: Deps, account: Account, ceremonies: readonly string[]): Promise<void> {
  const at = deps.clock().toISOString();
  const rows = ceremonies.map((ceremony) => ({ ceremony, actor: account.id, at }));
  const result = await deps.store.commit([{ into: 'armView', rows }]);
  // Two looks by one person in one millisecond are one look.
  if (!result.ok && result.conflict.kind !== 'unique') {
    throw new Error(`A look at an arm could not be recorded: ${result.conflict.what}`);
  }
}

/** Looks at arms, takings of row-level data, readings of what is held about one person, and who is no longer blind; oldest first. */
export async function readAccessRecords(deps: Deps, account: Account, slug: string) {
  requirePermission(account, 'read-access-records');
  await loadTrial(deps, slug);
  const [arms, exports, subjects, unblindings] = await Promise.all([
    deps.store.read.armViews(slug),
    deps.store.read.dataExports(slug),
    deps.store.read.subjectAccessesOf(slug),
    deps.store.read.unblindingsOf(slug),
  ]);
  return {
    arms,
    exports: exports.map(({ id, actor, at, reason, sha256 }) => ({ id, actor, at, reason, sha256 })),
    subjects: subjects.map(({ id, actor, at, borough }) => ({ id, actor, at, borough })),
    unblindings: unblindings.map(({ account: actor, reading, at }) => ({ actor, reading, at })),
  };
}
