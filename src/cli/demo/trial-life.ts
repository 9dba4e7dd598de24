/** A trial from draft to release, planned on the demo's agenda; and the files it leaves behind. */
import { addDays } from '../../trial/calendar.ts';
import { assumptions } from './assumptions.ts';
import { planCeremonies } from './ceremonies.ts';
import type { Conduct } from './conduct.ts';
import { exportTrial, type TrialFiles } from './exports.ts';
import { planFollowUps } from './follow-ups.ts';
import { planLists } from './lists.ts';
import { anything, draftedReply, publishedReply, ranReply } from './replies.ts';
import { workingDayFrom } from './timetable.ts';

/** Plans the whole trial; `done` gets its files when the seed is published. */
export function planTrial(conduct: Conduct, done: (files: TrialFiles) => void): void {
  const { agenda, client, slug, staff, milestones } = conduct;
  const act = (path: string, body: object) =>
    client.write(staff.administrator, `/trials/${slug}/${path}`, body, anything);
  const { lockedOn, baselineFrom, baselineWeeks, opensOn, firstWeek, weeks } = milestones;
  const hasBaseline = baselineWeeks > 0;
  const baselineStarts = addDays(baselineFrom, -assumptions.baselineStartsDaysBefore.value);
  const pauseFriday = addDays(firstWeek, 7 * Math.floor(weeks * assumptions.pausedAfter.value) + 4);

  agenda.add(lockedOn, '09:00', () => lock(conduct));
  if (hasBaseline) agenda.add(baselineStarts, '08:00', async () => void (await act('baseline', {})));
  agenda.add(opensOn, '08:00', async () => void (await act('open', {})));
  planLists(conduct, hasBaseline ? baselineStarts : opensOn);
  planCeremonies(conduct);
  const reason = 'A complaint is looked into before anything more is drawn';
  agenda.add(pauseFriday, '17:30', async () => void (await act('pause', { reason })));
  const resumed = { reason: 'The complaint was about parking' };
  agenda.add(addDays(pauseFriday, 3), '07:30', async () => void (await act('resume', resumed)));
  const last = planFollowUps(conduct);
  agenda.add(workingDayFrom(addDays(last, 14)), '09:00', async () => done(await finish(conduct)));
}

/** Drafted by the researcher; signed by administrator and statistician, each under the hash they read. */
async function lock({ client, staff, slug, document }: Conduct): Promise<void> {
  const { protocolHash } = await client.write(staff.researcher, '/trials', document, draftedReply);
  for (const token of [staff.administrator, staff.statistician]) {
    await client.write(token, `/trials/${slug}/lock`, { protocolHash }, anything);
  }
}

async function finish(conduct: Conduct): Promise<TrialFiles> {
  const { client, staff, slug } = conduct;
  await client.write(staff.administrator, `/trials/${slug}/close`, {}, anything);
  const { run, files } = await client.write(staff.statistician, `/trials/${slug}/analysis`, {}, ranReply);
  await client.write(staff.administrator, `/trials/${slug}/publish-seed`, {}, anything);
  const { seed } = await client.write(staff.auditor, `/trials/${slug}/publish-seed`, {}, publishedReply);
  for (const token of [staff.statistician, staff.administrator]) {
    await client.write(token, `/trials/${slug}/release`, {}, anything);
  }
  const summary = await client.write(staff.gla, `/trials/${slug}/summaries`, {}, anything);
  const names = files.map(({ name }) => name);
  return exportTrial(conduct, { run, names, seed, summary });
}
