/** The attendee's own page on the service itself. */
import { answerSurvey, enterCode, openOwnPage, sayDone, stopAll } from '../actions/attendee-page.ts';
import type { Deps } from '../actions/deps.ts';
import { problemsOf } from '../actions/problems-of.ts';
import type { AttendeePort } from './attendee-port.ts';

export function attendeePortOf(deps: Deps): AttendeePort {
  return {
    open: (token, address) => openOwnPage(deps, token, address),
    enterCode: (typed, address) => enterCode(deps, typed, address),
    sayDone: (page, said) => problemsOf(() => sayDone(deps, page, said)),
    answerSurvey: (page, answers) => problemsOf(() => answerSurvey(deps, page, answers)),
    stop: (page, stop) => problemsOf(() => stopAll(deps, page, stop)),
  };
}
