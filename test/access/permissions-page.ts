/** docs/permissions.md, made of the permission table and of what the pages need. */
import { type Permission, permissions, unblindingReadings } from '../../src/access/permissions.ts';
import { boroughRoles, roleNames, roles } from '../../src/access/roles.ts';
import { pageNeeds } from '../../src/web/page-needs.ts';

const acts = Object.keys(permissions) as readonly Permission[];

export function permissionsPage(): string {
  const unblinding: readonly string[] = unblindingReadings;
  const rows = acts.map((act) => {
    const allowed: readonly string[] = permissions[act];
    const cells = roles.map((role) => (allowed.includes(role) ? 'yes' : ''));
    return `| \`${act}\`${unblinding.includes(act) ? ' (a)' : ''} | ${cells.join(' | ')} |`;
  });
  const pages = Object.entries(pageNeeds).map(([page, needs]) => {
    const word = (need: string) => (need === 'password-again' ? 'the password again' : `\`${need}\``);
    const words = typeof needs === 'string' ? needs.replace('signed-in', 'any role') : needs.map(word).join(' and ');
    return `| \`${page}\` | ${words} |`;
  });
  return `# Who may do what

Written by \`npm run permissions\` from src/access/permissions.ts, the one table, and src/web/page-needs.ts; a test holds it to them. What is not listed is
refused, in the API with 403 and on the pages before a form is read. When an act is possible is the transition tables' business
(src/trial/lifecycle.ts, src/trial/ceremony-lifecycle.ts); the roles are those of the protocol contract.

${boroughRoles.map((role) => roleNames[role]).join(', ')}: own borough only. Another borough's ceremony, person or page is answered as one that does not exist.

## Acts

| act | ${roles.map((role) => roleNames[role]).join(' | ')} |
|---|${roles.map(() => '---').join('|')}|
${rows.join('\n')}

(a) Shows figures by arm or the arms of a whole trial. It is put on record before it answers, and whoever has done it is never blind again in that trial:
that person can be its blinded researcher no more and record no follow-up in it.

## Pages and forms

"own": whoever holds the code or the link, signed in or not. "the password again": given within the last ten minutes, which signing in counts as.

| page | needs |
|---|---|
${pages.join('\n')}
`;
}
