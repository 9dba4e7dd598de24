/** The people of a borough, or of the trial's own office: who is in, who is asked to join, who has left. */
import { roleNames } from '../../access/roles.ts';
import { invitable } from '../../access/staff.ts';
import { type Invited, invitationDays } from '../../actions/invite-staff.ts';
import type { StaffMember } from '../../actions/read-staff.ts';
import { boroughName } from '../../trial/boroughs.ts';
import type { Problem } from '../desk-port.ts';
import type { Viewer } from '../reads.ts';
import type { Page } from '../render.ts';
import { row } from '../rows.ts';
import { clockOf, dateOf, sentenceCase } from '../words.ts';
import { deskFormPage, input, select } from './desk-form.ts';

type Line = {
  readonly name: string;
  readonly role: string;
  readonly email: string;
  readonly state: string;
  readonly history: readonly string[];
  readonly links: readonly { readonly text: string; readonly href: string }[];
};

export type StaffModel = {
  readonly caption: string;
  readonly done: string | null;
  readonly people: readonly Line[];
  readonly left: readonly Line[];
};

export type StaffLinkModel = {
  readonly name: string;
  readonly link: string;
  readonly until: string;
  readonly days: number;
};

const heading = 'People';
const crumbs = (last: string) => [
  { text: 'Today', href: '/today' },
  ...(last === heading ? [] : [{ text: heading, href: '/staff' }]),
  { text: last },
];
const placeOf = ({ borough }: Viewer) => (borough === null ? 'Across boroughs' : (boroughName(borough) ?? borough));
const time = (instant: string) => `${dateOf(instant)}, ${clockOf(instant)}`;
const dones: Readonly<Record<string, string>> = { removed: 'Their access has ended.' };

const states: Readonly<Record<StaffMember['state'], string>> = {
  active: 'Can sign in',
  invited: 'Asked to join',
  'invitation-over': 'Asked to join; the link is over',
  'api-only': 'Uses the API alone',
  left: 'Left',
};

export function staffPage(viewer: Viewer, members: readonly StaffMember[], done: string | null): Page {
  const lines = members.map((member) => ({ member, line: lineOf(member) }));
  const isGone = ({ member }: (typeof lines)[number]) => member.state === 'left';
  return {
    view: 'staff',
    title: `${heading}: ${placeOf(viewer)}`,
    isTraining: viewer.isTraining,
    model: {
      caption: placeOf(viewer),
      done: done === null ? null : (dones[done] ?? null),
      people: lines.filter((one) => !isGone(one)).map(({ line }) => line),
      left: lines.filter(isGone).map(({ line }) => line),
    },
  };
}

function lineOf(member: StaffMember): Line {
  const { id, state, isSelf, email, usedAt, invitedAt, inviterName, endedAt } = member;
  const at = `/staff/${encodeURIComponent(id)}`;
  const links =
    state === 'left' || isSelf
      ? []
      : [
          ...(email === null
            ? []
            : [{ text: state === 'active' ? 'New link (lost phone or password)' : 'New link', href: `${at}/link` }]),
          { text: 'End access', href: `${at}/remove` },
        ];
  return {
    name: isSelf ? `${member.name} (you)` : member.name,
    role: [sentenceCase(roleNames[member.role]), ...(member.organisation === null ? [] : [member.organisation])].join(
      ', ',
    ),
    email: email ?? '',
    state: states[state],
    history: [
      ...(invitedAt === null
        ? []
        : [`Asked to join ${time(invitedAt)}${inviterName === null ? '' : ` by ${inviterName}`}`]),
      ...(usedAt === null ? [] : [`Last signed in or used ${time(usedAt)}`]),
      ...(endedAt === null ? [] : [`Access ended ${time(endedAt)}`]),
    ],
    links,
  };
}

export type TypedInvitation = Readonly<Record<'name' | 'email' | 'role' | 'organisation', string>>;
export const untypedInvitation: TypedInvitation = { name: '', email: '', role: '', organisation: '' };

export function inviteStaffPage(viewer: Viewer, typed = untypedInvitation, problems: readonly Problem[] = []): Page {
  const roles = invitable[viewer.role] ?? [];
  return deskFormPage({
    ...{ isTraining: viewer.isTraining, breadcrumbs: crumbs('Ask somebody to join'), caption: placeOf(viewer) },
    ...{ heading: 'Ask somebody to join', action: '/staff/invite', button: 'Make a link', back: '/staff', problems },
    facts: ['Pledge sends no email: you get a link and pass it on. It works once, for seven days.'],
    fields: [
      input('name', 'Full name', typed.name),
      input('email', 'Email address', typed.email, 'They sign in with it.'),
      select(
        'role',
        'Role',
        roles.map((value) => ({ value, text: sentenceCase(roleNames[value]) })),
        typed.role,
      ),
      input(
        'organisation',
        'Code of their organisation',
        typed.organisation,
        'For a volunteer partner alone, such as volunteer-centre.',
      ),
    ],
  });
}

export function newLinkPage(viewer: Viewer, member: StaffMember): Page {
  return deskFormPage({
    ...{ isTraining: viewer.isTraining, breadcrumbs: crumbs('New link'), caption: member.name },
    ...{
      heading: 'Make a new link',
      action: `/staff/${encodeURIComponent(member.id)}/link`,
      button: 'Make a new link',
    },
    back: '/staff',
    facts: [
      'An earlier link stops working at once.',
      'When they use the new one, their password and authenticator app are set up again and every session of theirs ends.',
    ],
  });
}

export function removeStaffPage(viewer: Viewer, member: StaffMember): Page {
  return deskFormPage({
    ...{ isTraining: viewer.isTraining, breadcrumbs: crumbs('End access'), caption: member.name },
    ...{ heading: 'End their access', action: `/staff/${encodeURIComponent(member.id)}/remove`, button: 'End access' },
    ...{ back: '/staff', isWarning: true },
    rows: [
      row('Name', member.name),
      row('Role', sentenceCase(roleNames[member.role])),
      row('Email address', member.email ?? 'None'),
    ],
    facts: [
      'They are signed out everywhere at once; their password, authenticator app and access tokens stop working.',
      'What they did stays on record under their name. To let them in again you ask them to join anew.',
    ],
  });
}

/** @param origin of this site as browsers see it */
export function staffLinkPage(viewer: Viewer, { account, token, expiresAt }: Invited, origin: string): Page {
  return {
    view: 'staff-link',
    title: `Send this link to ${account.name}`,
    isTraining: viewer.isTraining,
    model: { name: account.name, link: `${origin}/join/${token}`, until: time(expiresAt), days: invitationDays },
  };
}
