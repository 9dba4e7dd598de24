/**
 * What forms share: a key that makes a form sent twice act once, and problems as the GOV.UK error summary and
 * fields show them. A problem belongs to a field by the path that the act's own schema names.
 */
import type { Problem } from './desk-port.ts';

/** A macro's own word for "no error" is false. */
export type FieldError = { readonly text: string } | false;

export type FormState = {
  /** Sent with the form; the same key acts once. */
  readonly key: string;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly fieldErrors: Readonly<Record<string, FieldError>>;
};

/** The first input of a field made of several, by the field's name. */
const firstInputs: Readonly<Record<string, string>> = { heldOn: 'heldOn-day' };

/** A fresh form, or one with problems. @param fields the form's field names, each the id of its first input but for `firstInputs` */
export function formState(fields: readonly string[], problems: readonly Problem[] = [], key = newKey()): FormState {
  const textOf = (field: string) => problems.find(({ path }) => path === field)?.message;
  return {
    key,
    errors: problems.map(({ path, message }) => ({ text: message, href: `#${firstInputs[path] ?? path}` })),
    fieldErrors: Object.fromEntries(
      fields.map((field) => {
        const text = textOf(field);
        return [field, text === undefined ? false : { text }];
      }),
    ),
  };
}

export const newKey = (): string => crypto.randomUUID();

/** true for a key as a form shows it. */
export const isFormKey = (key: string): boolean => /^[0-9a-f-]{36}$/.test(key);

/** The key of a form, or a new one where it was tampered with. */
export function keyOf(form: URLSearchParams): string {
  const key = form.get('key') ?? '';
  return isFormKey(key) ? key : newKey();
}
