/** docs/permissions.md says what the tables say. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { permissionsPage } from './permissions-page.ts';

it('docs/permissions.md is as `npm run permissions` writes it', () => {
  expect(readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8')).toBe(permissionsPage());
});
