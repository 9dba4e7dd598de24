/** Everything a finished trial gives out, fetched through the API by those who may have it, as files of the trial's folder. */
import type { Conduct } from './conduct.ts';
import { exportReply, ledgerReply, type Monitoring, monitoringReply, packReply, trialReply } from './replies.ts';

export type TrialFiles = {
  /** Text by path inside the trial's folder. */
  readonly files: ReadonlyMap<string, string>;
  /** The publication pack, by path inside the trial's folder. */
  readonly pack: ReadonlyMap<string, Uint8Array>;
  /** Hash of the newest ledger entry, as the public page gives it. */
  readonly head: string;
  /** The blinded monitoring figures as they stood at the end. */
  readonly monitoring: Monitoring;
};

type Finished = {
  readonly run: string;
  readonly names: readonly string[];
  readonly seed: string;
  readonly summary: unknown;
};

/** The ledger comes last: taking the data set is itself an entry. */
export async function exportTrial({ client, staff, slug }: Conduct, finished: Finished): Promise<TrialFiles> {
  const { run, names, seed, summary } = finished;
  const files = new Map<string, string>();
  files.set('protocol.json', await client.get(staff.auditor, `/trials/${slug}/protocol`));
  files.set('units.csv', await client.get(staff.auditor, `/trials/${slug}/draw/1/units`));
  files.set('allocations.csv', await client.get(staff.auditor, `/trials/${slug}/draw/1/allocations`));
  files.set('seed.txt', `${seed}\n`);
  const reason = { reason: 'To publish a simulated trial whole' };
  const exports = `/trials/${slug}/dataset-exports`;
  const { id } = await client.write(staff.researcher, exports, reason, exportReply);
  const dataset = await client.get(staff.researcher, `${exports}/${id}/dataset.csv`);
  files.set('dataset.csv', dataset);
  const runFiles = `/trials/${slug}/runs/${run}/files`;
  for (const name of names) {
    // What holds a row per person or unit is given out as an export only.
    const exported = name === 'data.csv' ? 'dataset.csv' : name === 'draw.json' ? name : null;
    const text =
      exported === null
        ? await client.get(staff.statistician, `${runFiles}/${name}`)
        : await client.get(staff.researcher, `${exports}/${id}/${exported}`);
    files.set(`run/${name}`, text);
  }
  files.set('consort.svg', await client.get(staff.statistician, `/trials/${slug}/flow.svg`));
  const pack = new Map<string, Uint8Array>();
  for (const { name } of await client.read(staff.gla, `/trials/${slug}/release`, packReply)) {
    const place = name === 'guidance.html' ? name : `release/${name}`;
    pack.set(place, await client.bytes(staff.gla, `/trials/${slug}/release/files/${name}`));
  }
  files.set('summary.json', `${JSON.stringify(summary, null, 2)}\n`);
  const entries = await ledgerOf({ client, staff, slug });
  files.set('ledger.jsonl', entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const monitoring = await client.read(staff.researcher, `/trials/${slug}/monitoring`, monitoringReply);
  const { ledgerHead } = await client.read(staff.auditor, `/trials/${slug}`, trialReply);
  return { files, pack, head: ledgerHead.hash, monitoring };
}

async function ledgerOf({ client, staff, slug }: Pick<Conduct, 'client' | 'staff' | 'slug'>) {
  const entries: unknown[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const page: { readonly entries: readonly unknown[]; readonly next: number | null } = await client.read(
      staff.auditor,
      `/trials/${slug}/ledger?from=${from}`,
      ledgerReply,
    );
    entries.push(...page.entries);
    from = page.next;
  }
  return entries;
}
