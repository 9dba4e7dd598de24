/**
 * The port through which pages act: one function for each thing a person does on a page. Each takes who acts and the key that was
 * put into the form when it was shown, so that a form sent twice acts once. They refuse as the acts themselves do (Refusal,
 * InputRefused); pages show the sentence.
 */
import type { LateJoiners } from '../actions/add-late-joiners.ts';
import type { CancelInput, MergeInput, MoveInput } from '../actions/change-ceremony.ts';
import type { AttendanceRow } from '../actions/record-attendance.ts';
import type { Schedule } from '../actions/schedule-ceremony.ts';
import type { AttendeeRow } from '../trial/attendee.ts';
import type { Viewer } from './reads.ts';

/** Who acts, and under which key the form was shown. */
export type Acting = { readonly viewer: Viewer; readonly key: string };

export type Acts = {
  readonly scheduleCeremony: (by: Acting, slug: string, input: Schedule) => Promise<{ readonly id: string }>;
  readonly moveCeremony: (by: Acting, ceremony: string, input: MoveInput) => Promise<void>;
  readonly cancelCeremony: (by: Acting, ceremony: string, input: CancelInput) => Promise<void>;
  readonly mergeCeremony: (by: Acting, ceremony: string, input: MergeInput) => Promise<void>;
  readonly enrolCohort: (by: Acting, ceremony: string, rows: readonly AttendeeRow[]) => Promise<void>;
  readonly addLateJoiners: (by: Acting, ceremony: string, input: LateJoiners) => Promise<void>;
  readonly closeList: (by: Acting, slug: string, ceremony: string) => Promise<void>;
  readonly recordAttendance: (by: Acting, ceremony: string, rows: readonly AttendanceRow[]) => Promise<void>;
  readonly unsealArms: (by: Acting, ceremony: string) => Promise<void>;
};
