/**
 * Checks a bundle: each file against the manifest, then results.json against a new computation from the plan and data beside
 * it. It answers "was anything changed, and would it come out the same again?", naming what differs.
 */
import * as z from 'zod';
import { bundledFiles, type Manifest, manifestFile } from './bundle.ts';
import { compute } from './compute.ts';
import { decodeText } from './plan/decode-text.ts';
import { parseJson } from './plan/located-json.ts';
import { describeProblem, InputRefused } from './plan/problem.ts';
import { findingsOf, problemsAt } from './plan/schema-problems.ts';
import { firstDifference } from './results/json-difference.ts';
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

const hashOfFile = z.strictObject({ sha256: z.string(), bytes: z.number() });
const manifestSchema = z.strictObject({
  format: z.literal('pledge-manifest/1'),
  engine: z.strictObject({ name: z.string(), version: z.string() }),
  plan: z.strictObject({ sha256: z.string() }),
  data: z.strictObject({
    sha256: z.string(),
    given: z.strictObject({ sha256: z.string(), bytes: z.number(), compression: z.literal('gzip') }).nullable(),
  }),
  files: z.record(z.string(), hashOfFile),
});

/**
 * @param read gives a file of the bundle by its name, or null where there is none
 * @param names every file in the bundle's directory
 * @throws InputRefused where the manifest is missing or cannot be read
 */
export async function verifyBundle(
  read: (name: string) => Promise<Uint8Array | null>,
  names: readonly string[],
  engineVersion: string,
): Promise<BundleVerdict> {
  const manifest = await readManifest(read);
  const listed = [...new Set([...bundledFiles, ...Object.keys(manifest.files)])];
  const differences: BundleDifference[] = [];
  for (const name of listed) differences.push(...(await compareWithManifest(manifest, name, await read(name))));
  const [plan, data, results] = [await read('plan.json'), await read('data.csv'), await read('results.json')];
  if (plan !== null && data !== null && results !== null) {
    differences.push(...(await compareResults({ plan, data, results }, manifest.engine.version)));
  }
  const unknown = names.filter((name) => name !== manifestFile && !listed.includes(name));
  const version = manifest.engine.version;
  return {
    differences,
    notes: [
      ...(unknown.length > 0 ? [`not part of the run: ${unknown.join(', ')}`] : []),
      ...(version === engineVersion ? [] : [`made by pledge ${version}, checked by pledge ${engineVersion}`]),
    ],
    filesChecked: listed.length,
  };
}

async function readManifest(read: (name: string) => Promise<Uint8Array | null>): Promise<Manifest> {
  const bytes = await read(manifestFile);
  if (bytes === null) throw new InputRefused([{ path: manifestFile, message: 'is missing: this is no analysis run' }]);
  const text = decodeText(bytes);
  const json = text.ok ? parseJson(text.value) : text;
  if (!json.ok) throw inManifest(json.problems);
  const manifest = manifestSchema.safeParse(json.value.value, { reportInput: true });
  if (!manifest.success) throw inManifest(problemsAt(json.value, findingsOf(manifest.error.issues)));
  return manifest.data;
}

function inManifest(problems: InputRefused['problems']): InputRefused {
  return new InputRefused(problems.map((problem) => ({ ...problem, message: `${manifestFile}: ${problem.message}` })));
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

type Inputs = { readonly plan: Uint8Array; readonly data: Uint8Array; readonly results: Uint8Array };

async function compareResults(
  { plan, data, results }: Inputs,
  engineVersion: string,
): Promise<readonly BundleDifference[]> {
  const file = 'results.json';
  const again = await computeAgain(plan, data, engineVersion);
  if (typeof again !== 'string') return [{ file, message: `cannot be computed again: ${again.reason}` }];
  const written = decodeText(results);
  if (!written.ok) return [{ file, message: written.problems.map(describeProblem).join('; ') }];
  if (written.value === again) return [];
  const parsed = parseJson(written.value);
  if (!parsed.ok) return [{ file, message: `is no JSON: ${parsed.problems.map(describeProblem).join('; ')}` }];
  const difference = firstDifference(parsed.value.value, JSON.parse(again));
  if (difference === null) return [{ file, message: 'holds the same figures in another spelling or order' }];
  const { path, left, right } = difference;
  return [{ file, message: `${path}: the file says ${left}, computed again it is ${right}` }];
}

async function computeAgain(
  planText: Uint8Array,
  data: Uint8Array,
  engineVersion: string,
): Promise<string | { readonly reason: string }> {
  try {
    return writeResults((await compute({ planText, data, engineVersion })).results);
  } catch (error) {
    if (error instanceof InputRefused) return { reason: error.problems.map(describeProblem).join('; ') };
    throw error;
  }
}
