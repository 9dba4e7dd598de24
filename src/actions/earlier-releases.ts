/**
 * What is out already when a release is prepared, as the proof takes it: the releases before it, and the progress figures before those.
 * A progress figure is of people who are all still among those randomised in the end, so that each is at most the next one.
 */
import type { Published, Sum } from '../../analysis/disclosure/linked-counts.ts';
import type { Proof } from '../../analysis/disclosure/proof.ts';
import type { DisclosureRule, SafeCount } from '../../analysis/disclosure/safe-count.ts';
import type { NewRow, Row } from '../store/port.ts';
import { boroughCount } from './build-flow.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';

export const releaseCollection = (number: number): string => `release-${number}`;
export const proofFile = 'proof.json';

/** The newest proof holds all releases before it too. */
export async function earlierReleases(deps: Deps, { row, protocol }: LoadedTrial): Promise<readonly Published[]> {
  const { read } = deps.store;
  const [progress, releases] = await Promise.all([read.progressFiguresOf(row.slug), read.releasesOf(row.slug)]);
  const earlier = progress.length === 0 ? [] : [progressPublished(progress, protocol.disclosure)];
  const newest = releases.at(-1);
  if (newest === undefined) return earlier;
  const file = await read.artefactBody(row.slug, releaseCollection(newest.number), proofFile);
  if (file === undefined) throw new Error(`Release ${newest.number} of ${row.slug} has no proof.`);
  // Written by releaseFigures from its own type, and append-only since.
  const { rule, shown, sums } = JSON.parse(file.body) as Proof;
  return [...earlier, { rule, shown: new Map(Object.entries(shown)), sums }];
}

type Progress = Pick<Row<'progressFigure'>, 'borough' | 'figure' | 'isFinal'>;

const figureOf = (figure: number): SafeCount => (figure === 0 ? 'suppressed' : figure);

/** @param progress oldest first */
export function progressPublished(progress: readonly Progress[], rule: DisclosureRule): Published {
  const shown = new Map<string, SafeCount>();
  const sums: Sum[] = [];
  for (const [borough, figures] of Map.groupBy(progress, (one) => one.borough)) {
    const ids = figures
      .filter(({ isFinal }) => !isFinal)
      .map(({ figure }, index) => {
        const id = `${boroughCount(borough)}/progress/${index + 1}`;
        shown.set(id, figureOf(figure));
        return id;
      });
    // Nobody is enrolled once the trial is closed: what was given out then is the count of the release itself.
    for (const { figure } of figures.filter(({ isFinal }) => isFinal))
      shown.set(boroughCount(borough), figureOf(figure));
    ids.forEach((id, index) => {
      sums.push({ total: ids[index + 1] ?? boroughCount(borough), parts: [id, `${id}/since`] });
    });
  }
  return { rule, shown, sums };
}

/** Of what leaves now, what has not left before. @param boroughs by ONS code */
export function newProgress(
  given: readonly Progress[],
  boroughs: readonly { readonly code: string; readonly randomised: SafeCount }[],
  { trial, isFinal, at }: Pick<NewRow<'progressFigure'>, 'trial' | 'isFinal' | 'at'>,
): readonly NewRow<'progressFigure'>[] {
  return boroughs
    .map(({ code, randomised }) => ({
      ...{ trial, borough: code, isFinal, at },
      figure: randomised === 'suppressed' ? 0 : randomised,
    }))
    .filter((row) =>
      given.every((one) => one.borough !== row.borough || one.figure !== row.figure || one.isFinal !== row.isFinal),
    );
}
