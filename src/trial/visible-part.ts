/** What of a name a person can see: two names that look alike on a run sheet must not be two arms. */
import { invisible } from '../../analysis/plan/quoted.ts';

const everyInvisible = new RegExp(invisible, 'gu');

/** `name` in Unicode's composed form, without what is drawn as nothing; empty where there is nothing to see. */
export function visiblePart(name: string): string {
  return name.normalize('NFC').replace(everyInvisible, '');
}
