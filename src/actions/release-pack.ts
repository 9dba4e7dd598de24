/**
 * The publication pack of a release: made once, when the second person signs, kept with it, and given out as it was made. The pack of a
 * superseded release has one file more, which says so.
 */
import { publicationPack } from '../../analysis/release/pack.ts';
import type { ReleaseModel } from '../../analysis/release/release-model.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Append } from '../store/port.ts';
import { londonDate } from '../trial/calendar.ts';
import { sha256Hex } from '../trial/canonical.ts';
import { Refusal } from '../trial/refusal.ts';
import { unitPlurals } from '../trial/unit.ts';
import { artefactRows } from './artefact-rows.ts';
import { refuseInBlindRole } from './blinding.ts';
import type { Deps } from './deps.ts';
import { type LoadedTrial, loadTrial } from './load.ts';
import { refusePreElection } from './pre-election.ts';
import type { SafeRelease } from './safe-release.ts';

const packCollection = (number: number): string => `pack-${number}`;

/** Which release this one corrects and why; null for a first one. */
export type Correcting = ReleaseModel['corrects'];

/** In the pack of a superseded release. */
const supersededFile = 'SUPERSEDED.txt';

const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

function modelOf(
  { row, protocol }: LoadedTrial,
  release: SafeRelease,
  now: string,
  version: number,
  corrects: Correcting,
): ReleaseModel {
  return {
    ...{ slug: row.slug, title: protocol.title, question: protocol.question, protocolHash: row.protocolHash },
    ...{
      isSimulated: row.mode === 'training',
      releasedOn: londonDate(now),
      version,
      corrects,
      rule: protocol.disclosure,
    },
    // "Attendees" is a word of the protocol's; guidance speaks of people.
    unitWords: protocol.unit === 'attendee' ? 'people' : unitPlurals[protocol.unit],
    arms: protocol.arms.map(({ name, description }) => ({
      name,
      briefName: description.briefName,
      procedures: description.procedures ?? '',
      whenAndHowMuch: description.whenAndHowMuch ?? '',
    })),
    smallestEffect: protocol.smallestEffectOfInterest * 100,
    ...{ outcomes: release.outcomes, boroughs: release.boroughs, flow: release.flow },
  };
}

/** Text stands as it is; a spreadsheet is kept as base64, since rows hold text. */
const isText = (name: string): boolean => !name.endsWith('.ods');

export async function packRows(
  trial: LoadedTrial,
  release: SafeRelease,
  now: string,
  number = 1,
  corrects: Correcting = null,
): Promise<readonly Append[]> {
  const model = modelOf(trial, release, now, number, corrects);
  const files = await publicationPack(model, new Date(`${model.releasedOn}T00:00:00Z`));
  return files.map(({ name, bytes, sha256 }) => {
    const body = isText(name) ? new TextDecoder().decode(bytes) : toBase64(bytes);
    return artefactRows(trial.row.slug, packCollection(number), name, sha256, body, now);
  });
}

/** The number of the newest release; 1 before the first, which is the number it will have. */
export async function newestRelease(deps: Deps, slug: string): Promise<number> {
  return (await deps.store.read.releasesOf(slug)).at(-1)?.number ?? 1;
}

/** Names and hashes of the newest release's files. Refuses `too-early` before the release. */
export async function listPack(deps: Deps, account: Account, slug: string) {
  requirePermission(account, 'export-summary');
  await refuseInBlindRole(deps, account, slug);
  await loadTrial(deps, slug);
  return packFiles(deps, slug);
}

/** As above, for whoever holds the database itself. @param number of a release; the newest where none is named */
export async function packFiles(deps: Deps, slug: string, number?: number) {
  const newest = await newestRelease(deps, slug);
  const files = await deps.store.read.artefactNames(slug, packCollection(number ?? newest));
  if (files.length === 0)
    throw new Refusal(
      'too-early',
      number === undefined
        ? 'Nothing of this trial has been released yet.'
        : `There is no release ${number} of this trial.`,
    );
  if (number === undefined || number === newest) return files;
  return [...files, { name: supersededFile, sha256: sha256Hex(supersededText(slug, number, newest)) }];
}

const supersededText = (slug: string, number: number, newest: number): string =>
  `Release ${number} of ${slug} is superseded by release ${newest}.\nIts files are as they were released. Use release ${newest} instead.\n`;

/** Refuses `not-found`. */
export async function readPackFile(
  deps: Deps,
  account: Account,
  slug: string,
  name: string,
  number?: number,
): Promise<Uint8Array> {
  await listPack(deps, account, slug);
  return packFile(deps, slug, name, number);
}

/** Refuses `pre-election` as well: what is taken is taken to be published. */
export async function packFile(deps: Deps, slug: string, name: string, number?: number): Promise<Uint8Array> {
  await refusePreElection(deps, slug, deps.clock().toISOString());
  const newest = await newestRelease(deps, slug);
  const asked = number ?? newest;
  if (name === supersededFile && asked < newest) return new TextEncoder().encode(supersededText(slug, asked, newest));
  const file = await deps.store.read.artefactBody(slug, packCollection(asked), name);
  if (file === undefined) throw new Refusal('not-found', `There is no file ${name} in the pack of ${slug}.`);
  return isText(name) ? new TextEncoder().encode(file.body) : fromBase64(file.body);
}
