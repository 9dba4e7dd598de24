/**
 * The files an analysis leaves behind, and the manifest that names each with its hash. Everything needed to compute the
 * results again is among them; who ran it and when is not (the service's ledger holds that), so equal inputs give equal files.
 */
import type { Computed } from './compute.ts';
import { encodingOf } from './plan/decode-text.ts';
import { replicateScript } from './replicate/replicate-script.ts';
import { reportModel } from './report/model.ts';
import { reportPage } from './report/page.ts';
import type { Results } from './results/result.ts';
import { sha256 } from './results/sha256.ts';
import { writeResults } from './results/write-results.ts';

export const bundledFiles = ['results.json', 'report.html', 'plan.json', 'data.csv', 'replicate.R'] as const;
export type BundledFile = (typeof bundledFiles)[number];
/** What the trial's own draw is repeated from: in the bundle of a plan that infers from it, and in no other. */
export const drawFile = 'draw.json';
export const manifestFile = 'manifest.json';

export type BundleEntry = {
  readonly name: BundledFile | typeof drawFile | typeof manifestFile;
  readonly sha256: string;
  readonly bytes: Uint8Array;
};

export type Bundle = {
  readonly results: Results;
  /** In the order of `bundledFiles`, then draw.json where there is one, the manifest last. */
  readonly files: readonly BundleEntry[];
};

/** Every value in it follows from the files beside it, so that each can be checked. */
export type Manifest = {
  readonly format: 'pledge-manifest/1';
  /** Where the plan says so; otherwise there is no such key. */
  readonly analysis?: 'exploratory' | undefined;
  readonly engine: { readonly name: string; readonly version: string };
  readonly plan: { readonly sha256: string };
  /** Of data.csv, which is the data file as given, without compression where it had one. */
  readonly data: { readonly sha256: string };
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
};

/** plan.json and data.csv are the inputs byte for byte, data.csv without its compression. */
export async function makeBundle({ planBytes, plan, file, dataset, draw, results }: Computed): Promise<Bundle> {
  const encoder = new TextEncoder();
  const contents: Readonly<Record<BundledFile, Uint8Array>> = {
    'results.json': encoder.encode(writeResults(results)),
    'report.html': encoder.encode(reportPage(reportModel(plan, results))),
    'plan.json': planBytes,
    'data.csv': file.content,
    'replicate.R': encoder.encode(replicateScript(plan, results, dataset.arms, encodingInR(file.content))),
  };
  const entries = await Promise.all([
    ...bundledFiles.map((name) => entryOf(name, contents[name])),
    ...(draw === null ? [] : [entryOf(drawFile, draw)]),
  ]);
  const manifest = encoder.encode(
    `${JSON.stringify(manifestOf(entries, results.engine, results.isExploratory), null, 2)}\n`,
  );
  return { results, files: [...entries, await entryOf(manifestFile, manifest)] };
}

/** The manifest of these files, made by this engine. */
export function manifestOf(
  entries: readonly BundleEntry[],
  engine: Manifest['engine'],
  isExploratory: boolean,
): Manifest {
  const files = entries.map(({ name, sha256: hash, bytes }) => [name, { sha256: hash, bytes: bytes.length }] as const);
  const hashOf = (wanted: BundledFile) => ({ sha256: new Map(files).get(wanted)?.sha256 ?? '' });
  return {
    format: 'pledge-manifest/1',
    ...(isExploratory ? { analysis: 'exploratory' } : {}),
    engine,
    plan: hashOf('plan.json'),
    data: hashOf('data.csv'),
    files: Object.fromEntries(files),
  };
}

/** A file with its hash. */
export async function entryOf(name: BundleEntry['name'], bytes: Uint8Array): Promise<BundleEntry> {
  return { name, sha256: await sha256(bytes), bytes };
}

function encodingInR(content: Uint8Array): string {
  if (encodingOf(content) !== 'utf-8') return 'UTF-16';
  const hasMark = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
  return hasMark ? 'UTF-8-BOM' : 'UTF-8';
}
