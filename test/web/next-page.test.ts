/** After signing in one comes back to the page one asked for, and never to another site. */
import { expect, test } from 'vitest';
import { nextPage } from '../../src/web/next-page.ts';

test.each([
  ['/ceremonies/new', '/ceremonies/new'],
  ['/trials/x?page=2', '/trials/x?page=2'],
])('%s is kept', (asked, next) => expect(nextPage(asked)).toBe(next));

test.each([
  undefined,
  '',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/\t/evil.example',
  '/sign-in',
  '/sign-out',
])('%j leads to Today', (asked) => expect(nextPage(asked)).toBe('/today'));
