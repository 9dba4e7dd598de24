/**
 * What each page and form needs: the acts of the permission table (src/access/permissions.ts) that whoever asks for it may do, all
 * of them. It is held to before a form is read or anything is looked up, so that a refusal tells nothing; each act asks again.
 * A page without a line here is no page: the test of all pages goes by the router's own list.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { type Permission, refuseOthers, requireConfirmed } from '../access/permissions.ts';
import type { WebEnv } from './door.ts';
import { nextPage } from './next-page.ts';

/** `own`: whoever holds its token or code, signed in or not. `signed-in`: any role. `password-again`: as `requireConfirmed` asks. */
export type PageNeeds = 'public' | 'own' | 'signed-in' | readonly (Permission | 'password-again')[];

export const pageNeeds: Readonly<Record<`${'GET' | 'POST'} /${string}`, PageNeeds>> = {
  'GET /code': 'own',
  'POST /code': 'own',
  'GET /me/sent': 'public',
  'GET /me/:token': 'own',
  'GET /me/:token/say': 'own',
  'POST /me/:token/say': 'own',
  'GET /me/:token/survey': 'own',
  'POST /me/:token/survey': 'own',
  'GET /me/:token/stop': 'own',
  'POST /me/:token/stop': 'own',
  'GET /': 'public',
  'GET /glossary': 'public',
  'GET /accessibility': 'public',
  'GET /sign-in': 'public',
  'POST /sign-in': 'public',
  'GET /sign-in/code': 'public',
  'POST /sign-in/code': 'public',
  'GET /sign-in/recovery': 'public',
  'POST /sign-in/recovery': 'public',
  'GET /sign-in/set-up': 'public',
  'GET /sign-in/set-up/recovery-codes': 'public',
  'GET /sign-in/set-up/code': 'public',
  'POST /sign-in/set-up/code': 'public',
  'GET /sign-in/training': 'public',
  'POST /sign-in/training': 'public',
  'GET /sign-in/borough/:borough': 'public',
  'GET /api/auth/callback/:provider': 'public',
  'POST /sign-out': 'public',
  'GET /account': 'signed-in',
  'POST /account/sessions': 'signed-in',
  'POST /account/sign-out-everywhere': 'signed-in',
  'GET /account/password': 'signed-in',
  'POST /account/password': 'signed-in',
  'GET /account/recovery-codes': 'signed-in',
  'POST /account/recovery-codes': 'signed-in',
  'GET /account/confirm': 'signed-in',
  'POST /account/confirm': 'signed-in',
  'GET /staff': ['manage-staff'],
  'GET /staff/invite': ['manage-staff', 'password-again'],
  'POST /staff/invite': ['manage-staff', 'password-again'],
  'GET /staff/:account/link': ['manage-staff', 'password-again'],
  'POST /staff/:account/link': ['manage-staff', 'password-again'],
  'GET /staff/:account/remove': ['manage-staff', 'password-again'],
  'POST /staff/:account/remove': ['manage-staff', 'password-again'],
  'GET /join/:token': 'own',
  'POST /join/:token': 'own',
  'GET /today': 'signed-in',
  'GET /programme': ['export-summary'],
  'GET /follow-ups': ['record-by-code'],
  'POST /follow-ups': ['record-by-code'],
  'POST /follow-ups/send': ['record-by-code'],
  'GET /rota': ['read-rota'],
  'GET /trials/:slug': 'public',
  'GET /trials/:slug/protocol': 'public',
  'GET /trials/:slug/protocol/:version': 'public',
  'GET /trials/:slug/amendments': ['amend-protocol'],
  'GET /trials/:slug/amendments/new': ['amend-protocol', 'password-again'],
  'POST /trials/:slug/amendments/check': ['amend-protocol', 'password-again'],
  'POST /trials/:slug/amendments': ['amend-protocol', 'password-again'],
  'GET /trials/:slug/amendments/:id': ['amend-protocol', 'password-again'],
  'POST /trials/:slug/amendments/:id': ['amend-protocol', 'password-again'],
  'GET /trials/:slug/documents': 'public',
  'GET /trials/:slug/documents/:kind': 'public',
  'GET /trials/:slug/documents/:kind/text': 'public',
  'GET /check-draft': ['draft-protocol'],
  'POST /check-draft': ['draft-protocol'],
  'GET /trials/:slug/runs': ['read-results'],
  'POST /trials/:slug/runs': ['run-analysis', 'password-again'],
  'GET /trials/:slug/runs/compare': ['read-results', 'password-again'],
  'GET /trials/:slug/runs/:run/report': ['read-results', 'password-again'],
  'GET /trials/:slug/data': ['export-dataset', 'password-again'],
  'POST /trials/:slug/data': ['export-dataset', 'password-again'],
  'GET /trials/:slug/draw': 'public',
  'GET /trials/:slug/check': 'public',
  'POST /trials/:slug/check': 'public',
  'GET /trials/:slug/conduct': ['read-conduct'],
  'GET /trials/:slug/borough': ['read-agreements'],
  'POST /trials/:slug/borough/agreement': ['record-agreements'],
  'POST /trials/:slug/borough/contact-terms': ['record-agreements'],
  'POST /trials/:slug/borough/target': ['set-target'],
  'POST /trials/:slug/borough/organisation': ['register-organisation'],
  'GET /trials/:slug/steps': ['read-steps'],
  'GET /trials/:slug/steps/lock': ['lock-protocol', 'password-again'],
  'POST /trials/:slug/steps/lock': ['lock-protocol', 'password-again'],
  'GET /trials/:slug/steps/start-baseline': ['run-trial'],
  'POST /trials/:slug/steps/start-baseline': ['run-trial'],
  'GET /trials/:slug/steps/open': ['run-trial'],
  'POST /trials/:slug/steps/open': ['run-trial'],
  'GET /trials/:slug/steps/pause': ['run-trial'],
  'POST /trials/:slug/steps/pause': ['run-trial'],
  'GET /trials/:slug/steps/resume': ['run-trial'],
  'POST /trials/:slug/steps/resume': ['run-trial'],
  'GET /trials/:slug/steps/stop-arm': ['stop-arm', 'password-again'],
  'POST /trials/:slug/steps/stop-arm': ['stop-arm', 'password-again'],
  'GET /trials/:slug/steps/close': ['close-trial', 'password-again'],
  'POST /trials/:slug/steps/close': ['close-trial', 'password-again'],
  'GET /trials/:slug/steps/analyse': ['run-analysis', 'password-again'],
  'POST /trials/:slug/steps/analyse': ['run-analysis', 'password-again'],
  'GET /trials/:slug/steps/publish-seed': ['publish-seed', 'password-again'],
  'POST /trials/:slug/steps/publish-seed': ['publish-seed', 'password-again'],
  'GET /trials/:slug/polls': ['read-polls'],
  'POST /trials/:slug/polls': ['record-poll'],
  'GET /trials/:slug/release/correct': ['release-figures', 'password-again'],
  'POST /trials/:slug/release/correct': ['release-figures', 'password-again'],
  'GET /trials/:slug/release': ['export-summary'],
  'POST /trials/:slug/release': ['release-figures', 'password-again'],
  'GET /trials/:slug/subject-access': ['read-subject'],
  'POST /trials/:slug/subject-access': ['read-subject'],
  'GET /trials/:slug/subject-access/:id': ['read-subject'],
  'GET /trials/:slug/register': ['read-register-calendar'],
  'POST /trials/:slug/register': ['record-register-calendar'],
  'GET /trials/:slug/match-results': ['upload-match-result'],
  'POST /trials/:slug/match-results': ['upload-match-result'],
  'GET /trials/:slug/monitoring': ['read-monitoring'],
  'GET /trials/:slug/attrition': ['read-attrition'],
  'POST /trials/:slug/attrition': ['read-attrition', 'password-again'],
  'GET /trials/:slug/counts': ['upload-match-result'],
  'POST /trials/:slug/counts/check': ['upload-match-result'],
  'POST /trials/:slug/counts': ['upload-match-result'],
  'GET /trials/:slug/reminders': ['send-reminders'],
  'GET /trials/:slug/reminders/due.json': ['send-reminders'],
  'POST /trials/:slug/reminders/made': ['send-reminders'],
  'POST /trials/:slug/reminders/deliveries/check': ['send-reminders'],
  'POST /trials/:slug/reminders/deliveries': ['send-reminders'],
  'GET /trials/:slug/reminders/delivery': ['read-reminder-alarm'],
  'GET /trials/:slug/partners': ['assign-partner'],
  'POST /trials/:slug/partners': ['assign-partner'],
  'GET /trials/:slug/partners/:id/end': ['assign-partner'],
  'POST /trials/:slug/partners/:id/end': ['assign-partner'],
  'GET /ceremonies/new': ['read-ceremony', 'schedule-ceremony'],
  'POST /ceremonies/new': ['read-ceremony', 'schedule-ceremony'],
  'GET /ceremonies/:ceremony': ['read-ceremony'],
  'GET /ceremonies/:ceremony/list': ['read-ceremony', 'enrol-cohort'],
  'POST /ceremonies/:ceremony/list/check': ['read-ceremony', 'enrol-cohort'],
  'POST /ceremonies/:ceremony/list': ['read-ceremony', 'enrol-cohort'],
  'GET /ceremonies/:ceremony/check-in': ['read-ceremony', 'record-attendance'],
  'POST /ceremonies/:ceremony/check-in': ['read-ceremony', 'record-attendance'],
  'GET /ceremonies/:ceremony/delivery': ['read-ceremony', 'record-delivery'],
  'POST /ceremonies/:ceremony/delivery/check': ['read-ceremony', 'record-delivery'],
  'POST /ceremonies/:ceremony/delivery': ['read-ceremony', 'record-delivery'],
  'GET /ceremonies/:ceremony/history': ['read-ceremony', 'read-history'],
  'GET /ceremonies/:ceremony/close': ['read-ceremony', 'close-list', 'password-again'],
  'POST /ceremonies/:ceremony/close': ['read-ceremony', 'close-list', 'password-again'],
  'GET /ceremonies/:ceremony/unseal': ['read-ceremony', 'unseal-arm', 'password-again'],
  'POST /ceremonies/:ceremony/unseal': ['read-ceremony', 'unseal-arm', 'password-again'],
  'GET /ceremonies/:ceremony/run-sheet': ['read-ceremony', 'unseal-arm'],
  'GET /ceremonies/:ceremony/cards': ['read-ceremony', 'unseal-arm'],
  'GET /ceremonies/:ceremony/labels': ['read-ceremony', 'unseal-arm'],
  'GET /ceremonies/:ceremony/move': ['read-ceremony', 'change-ceremony'],
  'POST /ceremonies/:ceremony/move': ['read-ceremony', 'change-ceremony'],
  'GET /ceremonies/:ceremony/cancel': ['read-ceremony', 'change-ceremony'],
  'POST /ceremonies/:ceremony/cancel': ['read-ceremony', 'change-ceremony'],
  'GET /ceremonies/:ceremony/merge': ['read-ceremony', 'change-ceremony'],
  'POST /ceremonies/:ceremony/merge': ['read-ceremony', 'change-ceremony'],
  'GET /ceremonies/:ceremony/people': ['read-ceremony', 'read-list'],
  'GET /ceremonies/:ceremony/people/:person/rebook': ['read-ceremony', 'enrol-cohort'],
  'POST /ceremonies/:ceremony/people/:person/rebook': ['read-ceremony', 'enrol-cohort'],
  'GET /ceremonies/:ceremony/people/:person/withdraw': ['read-ceremony', 'withdraw-attendee'],
  'POST /ceremonies/:ceremony/people/:person/withdraw/check': ['read-ceremony', 'withdraw-attendee'],
  'POST /ceremonies/:ceremony/people/:person/withdraw': ['read-ceremony', 'withdraw-attendee'],
  'GET /ceremonies/:ceremony/people/:person/messages': ['read-ceremony', 'withdraw-attendee'],
  'POST /ceremonies/:ceremony/people/:person/messages': ['read-ceremony', 'withdraw-attendee'],
  'GET /ceremonies/:ceremony/errors': ['read-ceremony', 'report-randomisation-error'],
  'GET /ceremonies/:ceremony/errors/new': ['read-ceremony', 'report-randomisation-error'],
  'POST /ceremonies/:ceremony/errors/check': ['read-ceremony', 'report-randomisation-error'],
  'POST /ceremonies/:ceremony/errors': ['read-ceremony', 'report-randomisation-error'],
  'GET /ceremonies/:ceremony/errors/:id/take-back': ['read-ceremony', 'report-randomisation-error'],
  'POST /ceremonies/:ceremony/errors/:id/take-back': ['read-ceremony', 'report-randomisation-error'],
};

/** Sends whoever is not signed in to sign in, and refuses whoever may not. */
export const guardPages: MiddlewareHandler<WebEnv> = async function guardPages(context, next) {
  const pages = matchedRoutes(context).filter(({ method }) => method !== 'ALL');
  for (const { method, path } of pages) {
    const needs = needsOf(`${method} ${path}`);
    if (needs === 'public' || needs === 'own') continue;
    const viewer = context.get('viewer');
    if (viewer === null) return context.redirect('/sign-in', 303);
    if (needs === 'signed-in') continue;
    for (const need of needs) {
      if (need === 'password-again') requireConfirmed(viewer);
      else refuseOthers(viewer, need);
    }
  }
  return next();
};

const needsByPage: ReadonlyMap<string, PageNeeds> = new Map(Object.entries(pageNeeds));

function needsOf(page: string): PageNeeds {
  const needs = needsByPage.get(page);
  if (needs === undefined) throw new Error(`"${page}" has no line in src/web/page-needs.ts, so nobody may see it.`);
  return needs;
}

/** Where somebody goes on once they have given their password again: the page that was asked for, or the one whose form was sent. */
export function pageAgain(context: Context): string {
  const { pathname, search } = new URL(context.req.url);
  const hasPage = matchedRoutes(context).some(({ path }) => Object.hasOwn(pageNeeds, `GET ${path}`));
  return hasPage ? nextPage(`${pathname}${search}`) : nextPage(undefined);
}
