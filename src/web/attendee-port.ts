/** The port of the attendee's own page: nobody is signed in; a link or a code is all there is. */
import type { OwnPage, Said, Stop } from '../actions/attendee-page.ts';
import type { Problems } from './desk-port.ts';

export type AttendeePort = {
  readonly open: (token: string, address: string) => Promise<OwnPage | null>;
  readonly enterCode: (typed: string, address: string) => Promise<string | null>;
  readonly sayDone: (page: OwnPage, said: readonly Said[]) => Promise<Problems>;
  readonly answerSurvey: (
    page: OwnPage,
    answers: readonly { readonly question: number; readonly answer: number }[],
  ) => Promise<Problems>;
  readonly stop: (page: OwnPage, stop: Stop) => Promise<Problems>;
};
