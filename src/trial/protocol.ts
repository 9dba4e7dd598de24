/**
 * A trial is declared once, in protocol.json; the draw, the probabilities, the data set and the analysis are derived from
 * what is read here. The hash is of the file as given, before any default is filled in, so that whoever holds the file can
 * compute it without Pledge.
 */

import { checkPlan } from '../../analysis/plan/check-plan.ts';
import { type Located, parseJson } from '../../analysis/plan/located-json.ts';
import { InputRefused, type Parsed } from '../../analysis/plan/problem.ts';
import { type Finding, findingsOf, inOurWords, problemsAt } from '../../analysis/plan/schema-problems.ts';
import { canonicalJson, sha256Hex } from './canonical.ts';
import { protocolFindings, refusedByName } from './protocol-rules.ts';
import { type Outcome, type Protocol, protocolSchema } from './protocol-schema.ts';
import { serviceFindings } from './service-rules.ts';

export type { Arm, Outcome, Protocol } from './protocol-schema.ts';

/** The outcome declared primary; the first where none is. */
export function primaryOutcome({ outcomes }: Pick<Protocol, 'outcomes'>): Outcome {
  const found = outcomes.find(({ primary }) => primary) ?? outcomes[0];
  if (found === undefined) throw new Error('A protocol has an outcome at least.');
  return found;
}

/** Reads and judges the text of a protocol.json. Every problem carries its path, line and column. */
export function parseProtocol(text: string): Parsed<Protocol> {
  return parseBy(text, () => []);
}

/** The same for a protocol that the service is to run: refuses also what only the offline draw can do. */
export function parseServiceProtocol(text: string): Parsed<Protocol> {
  return parseBy(text, serviceFindings);
}

function parseBy(text: string, furtherRules: (protocol: Protocol) => readonly Finding[]): Parsed<Protocol> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const { value } = json.value;
  const refused = refusedByName(value);
  const parsed = protocolSchema.safeParse(value, inOurWords);
  if (!parsed.success) {
    const isKnown = ({ path }: Finding) => refused.some((known) => known.path[0] === path[0]);
    const findings = findingsOf(parsed.error.issues).filter((finding) => !isKnown(finding));
    return { ok: false, problems: problemsAt(json.value, [...refused, ...findings]) };
  }
  const protocol = parsed.data;
  const findings = [...protocolFindings(protocol), ...planFindingsOf(protocol), ...furtherRules(protocol)];
  if (findings.length > 0) return { ok: false, problems: problemsAt(json.value, findings) };
  return { ok: true, value: protocol };
}

/** What would be wrong with the plan in any file, at its place inside the protocol. */
function planFindingsOf({ analysis }: Protocol): readonly Finding[] {
  return checkPlan(analysis).map((finding) => ({ ...finding, path: ['analysis', ...finding.path] }));
}

/** SHA-256 of the RFC 8785 form of the file's whole content as given. Throws InputRefused where `text` is not JSON. */
export function protocolHash(text: string): string {
  return sha256Hex(canonicalJson(located(text).value));
}

/** SHA-256 of the RFC 8785 form of the file's `analysis` member as given. Throws InputRefused where there is none. */
export function planHash(text: string): string {
  const { value } = located(text);
  if (typeof value !== 'object' || value === null || !('analysis' in value)) {
    throw new InputRefused([{ path: 'analysis', message: 'is missing; a protocol holds its analysis plan' }]);
  }
  return sha256Hex(canonicalJson(value.analysis));
}

function located(text: string): Located {
  const json = parseJson(text);
  if (!json.ok) throw new InputRefused(json.problems);
  return json.value;
}
