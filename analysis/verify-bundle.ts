/**
 * Checks a bundle: each file against the manifest, then what was made of the plan and the data beside it against what they
 * give again. It answers "was anything changed, and would it come out the same again?", naming what differs. The report and
 * the R script are made again only by the version that made them: another may word them otherwise.
 */
import * as z from 'zod';
import {
  type Bundle,
  type BundleEntry,
  bundledFiles,
  drawFile,
  entryOf,
  type Manifest,
  makeBundle,
  manifestFile,
  manifestOf,
} from './bundle.ts';
import { compute } from './compute.ts';
import { decodeText } from './plan/decode-text.ts';
import { exploratorySentence } from './plan/exploratory.ts';
import { parseJson } from './plan/located-json.ts';
import { strictObject } from './plan/plan-parts.ts';
import { describeProblem, InputRefused } from './plan/problem.ts';
import { findingsOf, inOurWords, problemsAt } from './plan/schema-problems.ts';
import type { TrialRedraws } from './randomisation-inference/trial-redraws.ts';
import { firstDifference, type JsonDifference } from './results/json-difference.ts';
import { sha256 } from './results/sha256.ts';
import { writeResults } from './results/write-results.ts';

export type BundleDifference = { readonly file: string; readonly message: string };

export type BundleVerdict = {
  /** In the order of the manifest, then what the computation found; empty where the bundle holds. */
  readonly differences: readonly BundleDifference[];
  /** Of no consequence for the results: files the manifest does not know, another version of the engine. */
  readonly notes: readonly string[];
  readonly filesChecked: number;
};

const manifestSchema = strictObject({
  format: z.literal('pledge-manifest/1'),
  analysis: z.literal('exploratory').optional(),
  engine: strictObject({ name: z.string(), version: z.string() }),
  plan: strictObject({ sha256: z.string() }),
  data: strictObject({ sha256: z.string() }),
  files: z.record(z.string(), strictObject({ sha256: z.string(), bytes: z.number() })),
});

/**
 * @param read gives a file of the bundle by its name, or null where there is none
 * @param names every file in the bundle's directory
 * @param readDraw the re-draws that a draw.json holds; throws InputRefused where it holds none
 * @throws InputRefused where the manifest is missing or cannot be read
 */
export async function verifyBundle(
  read: (name: string) => Promise<Uint8Array | null>,
  names: readonly string[],
  engineVersion: string,
  readDraw: (bytes: Uint8Array) => TrialRedraws,
): Promise<BundleVerdict> {
  const manifest = await readManifest(read);
  const listed = [...new Set([...bundledFiles, ...Object.keys(manifest.files)])];
  const contents = new Map<string, Uint8Array>();
  const differences: BundleDifference[] = [];
  for (const name of listed) {
    const content = await read(name);
    if (content !== null) contents.set(name, content);
    differences.push(...(await compareWithManifest(manifest, name, content)));
  }
  const { version } = manifest.engine;
  const again = await computeAgain(contents, version, readDraw);
  differences.push(...compareResults(contents, again));
  if (differences.length === 0)
    differences.push(...(await compareManifest(manifest, contents, isExploratoryRun(again))));
  if (differences.length === 0 && version === engineVersion) differences.push(...compareMade(contents, again));
  const unknown = names.filter((name) => name !== manifestFile && !listed.includes(name));
  return {
    differences,
    notes: [
      ...(isExploratoryRun(again) || manifest.analysis !== undefined ? [exploratorySentence] : []),
      ...(unknown.length > 0 ? [`not part of the run: ${unknown.join(', ')}`] : []),
      ...(version === engineVersion ? [] : [`made by pledge ${version}, checked by pledge ${engineVersion}`]),
    ],
    filesChecked: listed.length,
  };
}

async function readManifest(read: (name: string) => Promise<Uint8Array | null>): Promise<Manifest> {
  const bytes = await read(manifestFile);
  if (bytes === null) throw new InputRefused([{ path: '', message: 'is missing: this folder holds no analysis run' }]);
  const text = decodeText(bytes);
  const json = text.ok ? parseJson(text.value) : text;
  if (!json.ok) throw new InputRefused(json.problems);
  const manifest = manifestSchema.safeParse(json.value.value, inOurWords);
  if (!manifest.success) throw new InputRefused(problemsAt(json.value, findingsOf(manifest.error.issues)));
  return manifest.data;
}

/** What is left of the manifest once every file in it holds: sizes, and the hashes and names that it repeats. */
async function compareManifest(
  manifest: Manifest,
  contents: ReadonlyMap<string, Uint8Array>,
  isExploratory: boolean,
): Promise<readonly BundleDifference[]> {
  const names: readonly BundleEntry['name'][] = [
    ...bundledFiles,
    ...(contents.has(drawFile) ? ([drawFile] as const) : []),
  ];
  const entries = await Promise.all(names.map((name) => entryOf(name, contents.get(name) ?? new Uint8Array(0))));
  const due = manifestOf(entries, { name: 'pledge', version: manifest.engine.version }, isExploratory);
  const difference = firstDifference(manifest, due);
  return difference === null ? [] : [{ file: manifestFile, message: inWords(difference) }];
}

async function compareWithManifest(
  manifest: Manifest,
  file: string,
  content: Uint8Array | null,
): Promise<readonly BundleDifference[]> {
  const entry = manifest.files[file];
  if (entry === undefined) return [{ file, message: 'is not in the manifest' }];
  if (content === null) return [{ file, message: 'is in the manifest and missing here' }];
  const hash = await sha256(content);
  if (hash === entry.sha256) return [];
  return [{ file, message: `has changed: its SHA-256 is ${hash}, the manifest says ${entry.sha256}` }];
}

/** A new bundle, why there is none, or null where the plan or the data is missing. */
type Again = Bundle | { readonly reason: string } | null;

const isExploratoryRun = (again: Again): boolean => again !== null && 'results' in again && again.results.isExploratory;

function compareResults(contents: ReadonlyMap<string, Uint8Array>, again: Again): readonly BundleDifference[] {
  const file = 'results.json';
  const results = contents.get(file);
  if (results === undefined || again === null) return [];
  if ('reason' in again) return [{ file, message: `cannot be computed again: ${again.reason}` }];
  const written = decodeText(results);
  if (!written.ok) return [{ file, message: written.problems.map(describeProblem).join('; ') }];
  const due = writeResults(again.results);
  if (written.value === due) return [];
  const parsed = parseJson(written.value);
  if (!parsed.ok) return [{ file, message: `is no JSON: ${parsed.problems.map(describeProblem).join('; ')}` }];
  const difference = firstDifference(parsed.value.value, JSON.parse(due));
  if (difference === null) return [{ file, message: 'holds the same figures in another spelling or order' }];
  return [{ file, message: inWords(difference) }];
}

function inWords({ path, left, right }: JsonDifference): string {
  return `${path}: the file says ${left}, computed again it is ${right}`;
}

/** Whatever else the bundle holds, such as a report whose figures are not those of results.json. */
function compareMade(contents: ReadonlyMap<string, Uint8Array>, again: Again): readonly BundleDifference[] {
  if (again === null || 'reason' in again) return [];
  const others = again.files.filter(({ name, bytes }) => {
    const held = contents.get(name);
    return held !== undefined && (held.length !== bytes.length || held.some((byte, at) => byte !== bytes[at]));
  });
  return others.map(({ name }) => ({ file: name, message: 'is not what this version makes of the plan and the data' }));
}

async function computeAgain(
  contents: ReadonlyMap<string, Uint8Array>,
  engineVersion: string,
  readDraw: (bytes: Uint8Array) => TrialRedraws,
): Promise<Again> {
  const [planText, data] = [contents.get('plan.json'), contents.get('data.csv')];
  if (planText === undefined || data === undefined) return null;
  try {
    const file = contents.get(drawFile);
    const trial = file === undefined ? {} : { trial: { redraws: readDraw(file), file } };
    return await makeBundle(await compute({ planText, data, engineVersion, ...trial }));
  } catch (error) {
    if (error instanceof InputRefused) return { reason: error.problems.map(describeProblem).join('; ') };
    throw error;
  }
}
