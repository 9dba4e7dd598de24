/** The polls before which nothing of a trial is published: which there are, until when they hold back what, and a form for one more. */
import { may } from '../../access/permissions.ts';
import type { PollLine, PollsView } from '../../actions/read-polls.ts';
import { quietFrom } from '../../trial/pre-election.ts';
import type { Problem } from '../desk-port.ts';
import type { Viewer } from '../reads.ts';
import type { Page } from '../render.ts';
import { row } from '../rows.ts';
import { dayInFull } from '../words.ts';
import { type DateParts, dateField, deskFormPage, radios } from './desk-form.ts';

export type TypedPoll = { readonly area: string; readonly pollOn: DateParts };
const nothing: TypedPoll = { area: '', pollOn: { day: '', month: '', year: '' } };

export function pollsPage(
  view: PollsView,
  viewer: Viewer,
  done: string | null,
  typed: TypedPoll = nothing,
  problems: readonly Problem[] = [],
  key?: string,
): Page {
  const here = `/trials/${encodeURIComponent(view.slug)}`;
  const [only] = view.areas;
  const area = view.areas.length === 1 && only !== undefined ? only.code : typed.area;
  return deskFormPage({
    isTraining: view.isTraining,
    breadcrumbs: [{ text: 'Trials', href: '/' }, { text: view.title, href: here }, { text: 'Polls' }],
    caption: view.title,
    heading: 'Polls',
    done: done === 'recorded' ? 'The poll is recorded.' : null,
    list: {
      heading: 'Before a poll nothing is published',
      items: [
        ...view.polls.map((poll) => ({ text: pollText(poll), hint: hintOf(poll, view), href: '', link: '' })),
        ...view.overrides.map(({ until, reason }) => ({
          text: `Until ${dayInFull(until)} figures may leave all the same`,
          hint: `Written by the trial administrator and the auditor: ${reason}`,
          ...{ href: '', link: '' },
        })),
      ],
      empty: 'No poll is recorded.',
    },
    facts: [
      'From 25 working days before a poll in a borough, and 30 before one in all of London, until its end nothing is released and no file of a release is given out. Enrolling and recording go on.',
    ],
    verdict: may(viewer, 'record-poll') || 'Polls are recorded by borough leads and by the trial administrator.',
    fields: [
      radios(
        'area',
        'Where the poll is',
        view.areas.map(({ code, name }) => ({ value: code, text: name })),
        area,
      ),
      dateField('pollOn', 'Day of the poll', typed.pollOn, 'For example, 4 5 2028'),
    ],
    action: `${here}/polls`,
    button: 'Continue',
    back: here,
    problems,
    ...(key === undefined ? {} : { key }),
  });
}

/** The answers, before the poll is recorded for good. */
export function checkPollPage(view: PollsView, { area, pollOn }: TypedPoll, day: string, key: string): Page {
  const here = `/trials/${encodeURIComponent(view.slug)}`;
  return deskFormPage({
    isTraining: view.isTraining,
    breadcrumbs: [
      { text: 'Trials', href: '/' },
      { text: view.title, href: here },
      { text: 'Polls', href: `${here}/polls` },
      { text: 'Check the poll' },
    ],
    caption: view.title,
    heading: 'Check the poll',
    rows: [
      row('Where the poll is', view.areas.find(({ code }) => code === area)?.name ?? area),
      row('Day of the poll', dayInFull(day)),
      row('Nothing is published from', dayInFull(quietFrom(area, day))),
    ],
    facts: ['A poll cannot be taken back. Until its end nothing of this trial is released and no file given out.'],
    hidden: [
      { name: 'area', value: area },
      ...Object.entries(pollOn).map(([part, value]) => ({ name: `pollOn-${part}`, value })),
      { name: 'checked', value: 'yes' },
    ],
    action: `${here}/polls`,
    button: 'Record the poll',
    isWarning: true,
    back: `${here}/polls`,
    key,
  });
}

const pollText = ({ place, pollOn }: PollLine): string => `${dayInFull(pollOn)}: ${place}`;

function hintOf(poll: PollLine, { near }: PollsView): string {
  const from = `Nothing is published from ${dayInFull(poll.quietFrom)} until the end of that day.`;
  const isNear = near !== null && near.pollOn === poll.pollOn && near.place === poll.place;
  return isNear ? `${from} This holds now.` : from;
}
