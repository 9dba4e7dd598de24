/**
 * Whether reminders reach people alike in every arm: a difference would make the measuring a treatment. Whoever is blinded learns that one
 * bit, without arm, direction, count by arm or p; the trial statistician reads the table, and is then not blind. Messages are
 * counted, by the arm of whom they went to; those of which nothing is reported yet are left out. Pearson's chi-squared, or Fisher's exact test
 * where a count under 5 is expected. Messages of one ceremony are taken as independent, so that it errs on the side of the alarm.
 */
import { chiSquared } from '../../analysis/estimators/chi-squared.ts';
import { fisherExact } from '../../analysis/estimators/fisher-exact.ts';
import type { Frame } from '../../analysis/frame.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { sinceOpened } from '../trial/lifecycle.ts';
import { refuseInBlindRole, unblinded } from './blinding.ts';
import type { Deps } from './deps.ts';
import { loadTrial, requireStatus } from './load.ts';

/** Below this p the alarm is raised; it can be read every day, so that 0.05 would ring too often. */
export const alarmBelow = 0.01;
/** Fewer reported messages tell nothing. */
export const fewestReported = 20;

export type ReminderAlarm = { readonly slug: string; readonly reported: number; readonly alarm: AlarmState };
export type AlarmState = 'too-few' | 'none' | 'differs-by-arm';

export type ReminderDeliveryByArm = ReminderAlarm & {
  readonly arms: readonly { readonly arm: string; readonly delivered: number; readonly notDelivered: number }[];
  readonly test: 'chi-squared' | 'fisher-exact' | null;
  readonly p: number | null;
};

export async function readReminderAlarm(deps: Deps, account: Account, slug: string): Promise<ReminderAlarm> {
  requirePermission(account, 'read-reminder-alarm');
  await refuseInBlindRole(deps, account, slug);
  const { reported, alarm } = await deliveryByArm(deps, slug);
  return { slug, reported, alarm };
}

export async function readReminderDelivery(deps: Deps, account: Account, slug: string): Promise<ReminderDeliveryByArm> {
  return unblinded(deps, account, slug, 'read-reminder-delivery', () => deliveryByArm(deps, slug));
}

async function deliveryByArm(deps: Deps, slug: string): Promise<ReminderDeliveryByArm> {
  const trial = await loadTrial(deps, slug);
  requireStatus(trial, sinceOpened, 'Comparing arms');
  const [deliveries, members, late] = await Promise.all([
    deps.store.read.reminderDeliveriesOf(slug),
    deps.store.read.membersOfTrial(slug),
    deps.store.read.lateJoinersOfTrial(slug),
  ]);
  const armOf = new Map([...members, ...late].map(({ attendee, arm }) => [attendee.id, arm]));
  const reported = deliveries.filter(({ addressed }) => (armOf.get(addressed) ?? null) !== null);
  const arms = trial.protocol.arms.map(({ name }) => {
    const own = reported.filter(({ addressed }) => armOf.get(addressed) === name);
    const delivered = own.filter(({ status }) => status === 'delivered').length;
    return { arm: name, delivered, notDelivered: own.length - delivered };
  });
  const { test, p } = compare(arms.filter(({ delivered, notDelivered }) => delivered + notDelivered > 0));
  const isTooFew = reported.length < fewestReported;
  const alarm = isTooFew ? 'too-few' : p !== null && p < alarmBelow ? 'differs-by-arm' : 'none';
  return { slug, reported: reported.length, alarm, arms, test, p };
}

/** Null where there is nothing to compare: one arm, or messages that all fared alike. */
function compare(arms: ReminderDeliveryByArm['arms']): Pick<ReminderDeliveryByArm, 'test' | 'p'> {
  const frame: Frame = {
    rows: 2 * arms.length,
    outcome: Float64Array.from(arms.flatMap(() => [1, 0])),
    outcomeKind: 'binary',
    arm: Int32Array.from(arms.flatMap((_, index) => [index, index])),
    arms: arms.map(({ arm }) => arm),
    weight: Float64Array.from(arms.flatMap(({ delivered, notDelivered }) => [delivered, notDelivered])),
    cluster: null,
    clusterCount: 0,
  };
  const columns = [
    arms.reduce((sum, one) => sum + one.delivered, 0),
    arms.reduce((sum, one) => sum + one.notDelivered, 0),
  ];
  const total = columns.reduce((sum, column) => sum + column, 0);
  if (arms.length < 2 || columns.includes(0)) return { test: null, p: null };
  const isSmall = arms.some(({ delivered, notDelivered }) =>
    columns.some((column) => ((delivered + notDelivered) * column) / total < 5),
  );
  const exact = isSmall ? fisherExact(frame, 'all-arms', { midP: false, alternative: 'two-sided', level: 0.95 }) : null;
  if (exact !== null && !('notEstimable' in exact)) return { test: 'fisher-exact', p: exact.p };
  const approximate = chiSquared(frame, 'all-arms', { continuity: false });
  return 'notEstimable' in approximate ? { test: null, p: null } : { test: 'chi-squared', p: approximate.p };
}
