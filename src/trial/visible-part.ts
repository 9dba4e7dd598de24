/** What of a name a person can see: two names that look alike on a run sheet must not be two arms. */

/** Drawn as nothing: Unicode's ignorable and format characters, spaces, and the blank Braille pattern. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\s\u2800]/gu;

/** `name` in Unicode's composed form, without what is drawn as nothing; empty where there is nothing to see. */
export function visiblePart(name: string): string {
  return name.normalize('NFC').replace(invisible, '');
}
