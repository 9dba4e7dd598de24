/**
 * Everything a re-draw needs, once the seed is published: per protocol version the units in the order in which they were drawn,
 * and the arms they got. Unit ids are random and name nobody; the lists are still for auditors and researchers only, and whoever
 * takes them is on record as having looked at the arms. Where people
 * were drawn, those who follow somebody of their household stand among them, with an arm and no position.
 */
import type { Account } from '../access/roles.ts';
import type { Row } from '../store/port.ts';
import { Refusal } from '../trial/refusal.ts';
import { schemeColumns } from '../trial/scheme.ts';
import { keyValues, stratumKey } from '../trial/stratum.ts';
import { unblinded } from './blinding.ts';
import { csvOf } from './csv.ts';
import type { Deps } from './deps.ts';
import { type LoadedTrial, loadTrial } from './load.ts';
import { loadVisibleTrial } from './read-trial.ts';
import { recordLooks } from './record-looks.ts';
import { described } from './units-of-list.ts';

/** A drawn unit, or a person who follows one (`position` null). */
type Line = {
  readonly unit: string;
  readonly household: string;
  readonly ceremony: string;
  readonly list: string | null;
  readonly stratum: string;
  readonly factors: string;
  readonly position: number | null;
  readonly arm: string;
};

/**
 * CSV text: `unit`, then `household` and `ceremony` where the unit is smaller, `list` for cohorts of ceremonies, one column per
 * stratum, and one for each factor or covariate of the scheme.
 */
export async function exportUnits(deps: Deps, account: Account, slug: string, version: number): Promise<string> {
  const { trial, lines } = await drawnUnder(deps, account, slug, version);
  const { strata, unit: kind, scheme } = trial.protocol;
  const isSmaller = kind !== 'ceremony';
  const isCohort = scheme.kind === 'cohort' && !isSmaller;
  const named = schemeColumns(scheme);
  return csvOf({
    columns: [
      'unit',
      ...(isSmaller ? ['household', 'ceremony'] : []),
      ...(isCohort ? ['list'] : []),
      ...strata,
      ...named,
    ],
    rows: lines.map(({ unit, household, ceremony, list, stratum, factors }) => {
      return [
        unit,
        ...(isSmaller ? [household, ceremony] : []),
        ...(isCohort ? [list ?? ''] : []),
        ...keyValues(stratum, strata.length),
        ...keyValues(factors, named.length),
      ];
    }),
  });
}

/** CSV text: `unit,stratum,position,arm`; a follower's position is empty. */
export async function exportAllocations(deps: Deps, account: Account, slug: string, version: number): Promise<string> {
  const { lines } = await drawnUnder(deps, account, slug, version);
  return csvOf({
    columns: ['unit', 'stratum', 'position', 'arm'],
    rows: lines.map(({ unit, stratum, position, arm }) => [
      unit,
      stratum,
      position === null ? '' : String(position),
      arm,
    ]),
  });
}

/** No smaller stratum is in the public file: its positions and arms could be matched to people somebody knows. */
const smallestPublicStratum = 10;

/** For anybody, once the seed is published. CSV text: `unit_hash,stratum,position,arm`, large strata only: the ledger's entry would cut a stratum into its lists. */
export async function exportPublicDraw(
  deps: Deps,
  account: Account | null,
  slug: string,
  version: number,
): Promise<string> {
  const trial = await loadVisibleTrial(deps, account, slug);
  await requirePublished(deps, trial, version);
  const receipts = await deps.store.read.receiptsOfVersion(slug, version);
  const strata = Map.groupBy(receipts, ({ stratum }) => stratum);
  const large = [...strata.values()].filter((units) => units.length >= smallestPublicStratum);
  return csvOf({
    columns: ['unit_hash', 'stratum', 'position', 'arm'],
    rows: large.flat().map(({ unitHash, stratum, position, arm }) => [unitHash, stratum, String(position), arm]),
  });
}

async function requirePublished(deps: Deps, { row }: LoadedTrial, version: number): Promise<void> {
  if (row.seed === null) throw new Refusal('too-early', 'The draw can be exported once its seed is published.');
  const versions = await deps.store.read.protocolVersions(row.slug);
  if (!versions.some((one) => one.version === version)) {
    throw new Refusal('not-found', `The trial ${row.slug} has no protocol version ${version}.`);
  }
}

type Drawn = { readonly trial: LoadedTrial; readonly lines: readonly Line[] };

async function drawnUnder(deps: Deps, account: Account, slug: string, version: number): Promise<Drawn> {
  return unblinded(deps, account, slug, 'export-draw', () => linesUnder(deps, account, slug, version));
}

async function linesUnder(deps: Deps, account: Account, slug: string, version: number): Promise<Drawn> {
  const trial = await loadTrial(deps, slug);
  await requirePublished(deps, trial, version);
  const rows = (await deps.store.read.allocationsOf(slug)).filter(({ protocolVersion }) => protocolVersion === version);
  await recordLooks(deps, account, [...new Set(rows.map(({ ceremony }) => ceremony))]);
  if (trial.protocol.unit === 'attendee') return { trial, lines: await peopleLines(deps, trial, rows) };
  return { trial, lines: rows.map((row) => ({ ...row, household: row.unit, factors: row.factors ?? '' })) };
}

/** Where a person stands: the first slot that was drawn for their list, and their own. */
type Place = { readonly place: { readonly list: number; readonly seq: number } };

/** After everything that was drawn. */
const last = Number.MAX_SAFE_INTEGER;

function compared(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * People of the lists, lists as they were drawn, then those of which nobody was drawn: in each, those drawn in the order of the draw,
 * then those who follow. Whoever was enrolled once their household had been drawn is on none of them. A follower's values are read
 * again from rows that never change, as they were when the list closed.
 */
async function peopleLines(
  deps: Deps,
  { row, protocol }: LoadedTrial,
  drawn: readonly Row<'allocation'>[],
): Promise<readonly Line[]> {
  const units = new Map(drawn.map((one) => [one.unit, one]));
  const firstSeq = new Map<string, number>();
  for (const { ceremony, seq } of drawn) if (!firstSeq.has(ceremony)) firstSeq.set(ceremony, seq);
  const members = (await deps.store.read.membersOfTrial(row.slug)).filter(({ isReturn }) => isReturn !== true);
  const lines = members.flatMap(({ attendee, ceremony, borough, unit }): readonly (Line & Place)[] => {
    const leader = units.get(unit ?? '');
    if (leader === undefined) return [];
    const { stratum, values } = described(protocol, attendee.id, { borough }, [attendee]);
    const isDrawn = attendee.id === leader.unit;
    const place = { list: firstSeq.get(ceremony) ?? last, seq: isDrawn ? leader.seq : last };
    return [
      {
        ...{ place, unit: attendee.id, household: attendee.household, ceremony, list: leader.list, arm: leader.arm },
        stratum: isDrawn ? leader.stratum : stratum,
        factors: isDrawn ? (leader.factors ?? '') : stratumKey(values),
        position: isDrawn ? leader.position : null,
      },
    ];
  });
  return lines.toSorted(
    (a, b) =>
      a.place.list - b.place.list ||
      compared(a.ceremony, b.ceremony) ||
      a.place.seq - b.place.seq ||
      compared(a.unit, b.unit),
  );
}
