/**
 * draw.json: what was drawn, in order, with what the re-draws need of each unit and the protocol of each version, so that a run
 * that infers from the trial's own draw can be computed again from its folder alone. It holds no arm and nothing of the seed.
 */
import * as z from 'zod';
import { decodeText } from '../../analysis/plan/decode-text.ts';
import { parseJson } from '../../analysis/plan/located-json.ts';
import { strictObject } from '../../analysis/plan/plan-parts.ts';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { findingsOf, inOurWords, problemsAt } from '../../analysis/plan/schema-problems.ts';
import type { TrialRedraws } from '../../analysis/randomisation-inference/trial-redraws.ts';
import { parseProtocol, protocolHash } from '../trial/protocol.ts';
import { type DrawnVersion, redrawsOfVersions } from './redraws-of-trial.ts';

const fileSchema = strictObject({
  format: z.literal('pledge-draw/1'),
  versions: z.array(
    strictObject({
      protocol: z.unknown(),
      units: z.array(
        strictObject({
          unit: z.string(),
          list: z.string().nullable(),
          stratum: z.string(),
          blockStart: z.int().nonnegative(),
          factors: z.string().nullable(),
        }),
      ),
    }),
  ),
});

/** Units in the order in which they were drawn, version after version. */
export function drawFileOf(versions: readonly DrawnVersion[]): Uint8Array {
  const document: z.output<typeof fileSchema> = {
    format: 'pledge-draw/1',
    versions: versions.map(({ document: text, units }) => ({
      protocol: JSON.parse(text),
      units: units.map(({ unit, list, stratum, blockStart, factors }) => ({
        unit,
        list,
        stratum,
        blockStart,
        factors,
      })),
    })),
  };
  return new TextEncoder().encode(`${JSON.stringify(document)}\n`);
}

/** Throws InputRefused on anything but a file that drawFileOf made. */
export function readDrawFile(bytes: Uint8Array): TrialRedraws {
  const text = decodeText(bytes);
  const json = text.ok ? parseJson(text.value) : text;
  if (!json.ok) throw new InputRefused(json.problems);
  const file = fileSchema.safeParse(json.value.value, inOurWords);
  if (!file.success) throw new InputRefused(problemsAt(json.value, findingsOf(file.error.issues)));
  return redrawsOfVersions(
    file.data.versions.map(({ protocol, units }) => {
      const document = JSON.stringify(protocol);
      const parsed = parseProtocol(document);
      if (!parsed.ok) throw new InputRefused(parsed.problems);
      return { document, protocol: parsed.value, protocolHash: protocolHash(document), units };
    }),
  );
}
