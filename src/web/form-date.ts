/** A date as GOV.UK's date input sends it: day, month and year in fields of their own. */

/** 'YYYY-MM-DD'; something that is no date where the fields hold none. @param name the prefix of the three fields */
export function dateIn(form: URLSearchParams, name: string): string {
  const part = (which: string, width: number) => (form.get(`${name}-${which}`) ?? '').trim().padStart(width, '0');
  return `${part('year', 4)}-${part('month', 2)}-${part('day', 2)}`;
}
