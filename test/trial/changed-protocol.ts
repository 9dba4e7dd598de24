/** The two trials' protocols with values changed at a path: what a test says is then all that differs. */
import { readFileSync } from 'node:fs';

type Json = { [key: string]: unknown };

/** The text of trials/<slug>/protocol.json. */
export function textOf(slug: string): string {
  return readFileSync(new URL(`../../trials/${slug}/protocol.json`, import.meta.url), 'utf8');
}

/** A trial's protocol with values put at paths such as "arms.1.ratio"; undefined takes the key away. */
export function changed(slug: string, changes: Readonly<Record<string, unknown>>): string {
  const document: Json = JSON.parse(textOf(slug));
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    let owner = document;
    // Every step but the last leads to an object or array of the document.
    for (const step of steps) owner = owner[step] as Json;
    if (value === undefined) delete owner[last];
    else owner[last] = value;
  }
  return JSON.stringify(document, null, 2);
}
