/** How many people a borough means to reach in a period, and how many stand on its lists for it. Never an outcome. */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { requireTakingPart } from './borough-agreements.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial } from './load.ts';
import { ownBorough } from './organisations.ts';
import { perform } from './perform.ts';

export const targetSchema = z.strictObject({
  fromOn: z.iso.date().describe('First day of the period'),
  toOn: z.iso.date().describe('Its last day'),
  people: z
    .int()
    .min(0, 'people from 0 to 100,000')
    .max(100_000, 'people from 0 to 100,000')
    .describe('0 takes the target of this period away'),
});
export type TargetInput = z.infer<typeof targetSchema>;

export type TargetProgress = TargetInput & {
  /** Eligible people on lists of ceremonies in the period, who have not left the trial. */
  readonly reached: number;
};

/** The same period again stands in place of what was set before. */
export async function setTarget(deps: Deps, request: Request, slug: string, borough: string, input: TargetInput) {
  requirePermission(request.account, 'set-target');
  ownBorough(request.account, borough);
  if (input.toOn < input.fromOn) {
    throw new InputRefused([{ path: 'toOn', message: `lies before ${input.fromOn}: give a day from then on` }]);
  }
  return perform(deps, request, slug, async (now) => {
    await requireTakingPart(deps, slug, borough, 'Setting a target');
    const seq = (await deps.store.read.targetsOf(slug, borough)).length;
    return {
      status: 201,
      reply: { borough, ...input },
      appends: [
        { into: 'boroughTarget', rows: [{ trial: slug, borough, seq, ...input, at: now, actor: request.account.id }] },
      ],
      notes: [{ act: 'set-target', subject: borough, payload: input }],
    };
  });
}

export async function readTargets(deps: Deps, account: Account, slug: string, borough: string) {
  requirePermission(account, 'read-agreements');
  ownBorough(account, borough);
  await loadTrial(deps, slug);
  return { borough, targets: await targetsWithProgress(deps, slug, borough) };
}

/** The targets that stand, in the order of their periods. */
export async function targetsWithProgress(
  deps: Deps,
  slug: string,
  borough: string,
): Promise<readonly TargetProgress[]> {
  const rows = await deps.store.read.targetsOf(slug, borough);
  const standing = [...new Map(rows.map((row) => [`${row.fromOn} ${row.toOn}`, row])).values()]
    .filter(({ people }) => people > 0)
    .toSorted((a, b) => (`${a.fromOn} ${a.toOn}` < `${b.fromOn} ${b.toOn}` ? -1 : 1));
  return Promise.all(
    standing.map(async ({ fromOn, toOn, people }) => ({
      ...{ fromOn, toOn, people },
      reached: await deps.store.read.peopleBetween(slug, borough, fromOn, toOn),
    })),
  );
}
