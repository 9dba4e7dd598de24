/** Where somebody goes once they are signed in: the page they asked for, if it is one of this site, and Today otherwise. */
const home = '/today';

/** @param asked a path with its query, as it was given in the address; anything that could lead to another site is dropped */
export function nextPage(asked: string | undefined): string {
  if (asked === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked) || asked.includes('\\')) return home;
  const { origin, pathname, search } = new URL(asked, 'http://pledge.invalid');
  const isHere = origin === 'http://pledge.invalid' && !pathname.startsWith('//');
  return isHere && !/^\/(sign-in|sign-out)(\/|$)/.test(pathname) ? `${pathname}${search}` : home;
}
