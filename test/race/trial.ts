/** A trial for races: households as units, one stratum, a scheme of the test's choice; and its life through the API. */
import type { Scheme } from '../../src/trial/scheme.ts';
import { protocolText } from '../api/service.ts';
import type { Client } from './client.ts';

/** Drafts, locks under both signatures and opens it. */
export async function openRaceTrial(client: Client, slug: string, scheme: Scheme): Promise<void> {
  const document = JSON.parse(protocolText('welcome-pack'));
  document.slug = slug;
  document.scheme = scheme;
  document.strata = ['borough'];
  document.analysis.strata = ['borough'];
  const { body } = await client.write('trial-administrator', '/trials', document);
  const { protocolHash } = body;
  await client.write('trial-administrator', `/trials/${slug}/lock`, { protocolHash });
  await client.write('trial-statistician', `/trials/${slug}/lock`, { protocolHash });
  await client.write('trial-administrator', `/trials/${slug}/open`, {});
}

/** What an auditor holds in the end. */
export type Published = {
  readonly protocol: string;
  readonly seed: string;
  readonly commitment: string;
  readonly units: string;
  readonly allocations: string;
  /** JSON Lines. */
  readonly ledger: string;
};

/** Closes the trial, runs the locked analysis, publishes the seed under both signatures and exports what was drawn. */
export async function publish(client: Client, slug: string): Promise<Published> {
  await client.write('trial-administrator', `/trials/${slug}/close`, {});
  await client.write('trial-statistician', `/trials/${slug}/analysis`, {});
  await client.write('trial-administrator', `/trials/${slug}/publish-seed`, {});
  const { body } = await client.write('auditor', `/trials/${slug}/publish-seed`, {});
  const protocol = await client.get('auditor', `/trials/${slug}/protocol`);
  return {
    protocol,
    seed: String(body.seed),
    commitment: String(body.commitment),
    units: await client.get('auditor', `/trials/${slug}/draw/1/units`),
    allocations: await client.get('auditor', `/trials/${slug}/draw/1/allocations`),
    ledger: await ledgerOf(client, slug),
  };
}

async function ledgerOf(client: Client, slug: string): Promise<string> {
  const lines: string[] = [];
  for (let from: number | null = 0; from !== null; ) {
    // The page as the OpenAPI document has it, which other tests hold it to.
    const page = JSON.parse(await client.get('auditor', `/trials/${slug}/ledger?from=${from}`)) as {
      readonly entries: readonly unknown[];
      readonly next: number | null;
    };
    lines.push(...page.entries.map((entry) => JSON.stringify(entry)));
    from = page.next;
  }
  return lines.join('\n');
}
