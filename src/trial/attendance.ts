/** What can be recorded of a person at a ceremony. Nothing is edited: a correction is a newer record, and the newest one stands. */
export const attendanceStatuses = ['attended', 'absent', 'late', 'rebooked', 'left-list'] as const;

export type AttendanceStatus = (typeof attendanceStatuses)[number];

/** What can be known before the day of the ceremony. */
export const knownBeforehand: readonly AttendanceStatus[] = ['rebooked', 'left-list'];
