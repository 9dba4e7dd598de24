/**
 * From the text of a plan to a plan that can run, or to everything that is wrong with it, each with line and column.
 */
import { checkPlan } from './check-plan.ts';
import { type JsonPath, type Located, parseJson } from './located-json.ts';
import type { Parsed } from './problem.ts';
import { type Plan, planSchema } from './schema.ts';
import { type Finding, findingsOf, inOurWords, problemsAt } from './schema-problems.ts';

/** A plan, and where each part of it stands, for what only the data can tell. */
export type LocatedPlan = { readonly plan: Plan; readonly located: Located };

/** Parses plan.json. Refuses what is no JSON, unknown keys, wrong types and contradictions. */
export function parsePlan(text: string): Parsed<Plan> {
  const parsed = parseLocatedPlan(text);
  return parsed.ok ? { ok: true, value: parsed.value.plan } : parsed;
}

/** The same, with the places kept. */
export function parseLocatedPlan(text: string): Parsed<LocatedPlan> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const located = json.value;
  const plan = planFrom(located, [], located.value);
  return plan.ok ? { ok: true, value: { plan: plan.value, located } } : plan;
}

/**
 * The plan that stands at `at` inside a larger document, such as a protocol's "analysis"; places are those of the document.
 * @param value what the document holds there
 */
export function planFrom(located: Located, at: JsonPath, value: unknown): Parsed<Plan> {
  const refused = (findings: readonly Finding[]): Parsed<Plan> => ({
    ok: false,
    problems: problemsAt(located, findings),
  });
  const shaped = planSchema.safeParse(value, inOurWords);
  if (!shaped.success) return refused(findingsOf(shaped.error.issues, at));
  const findings = checkPlan(shaped.data);
  if (findings.length === 0) return { ok: true, value: shaped.data };
  return refused(findings.map((finding) => ({ ...finding, path: [...at, ...finding.path] })));
}
