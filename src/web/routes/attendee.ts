/**
 * What a card or letter opens. No cookie is read or set here: the address is all the right there is, so that no other site can act for
 * anybody, and pages of staff know nothing of it.
 */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { OwnPage, Said, Stop } from '../../actions/attendee-page.ts';
import { asked } from '../../trial/attendee-wording.ts';
import { isDate } from '../../trial/calendar.ts';
import { Refusal } from '../../trial/refusal.ts';
import { clientAddress } from '../client-address.ts';
import type { Problem } from '../desk-port.ts';
import type { Door, WebEnv } from '../door.ts';
import { dateIn } from '../form-date.ts';
import {
  codePage,
  sayPage,
  sentPage,
  startPage,
  stopPage,
  surveyPage,
  todayIn,
  unknownPage,
} from '../pages/attendee.ts';

const stops: readonly Stop[] = ['messages', 'keep-outcomes', 'count-only'];

export function attendeeRoutes({ web, attendee, addressOf, clock, show }: Door): void {
  for (const path of ['/me/*', '/code']) {
    web.use(path, async function knowNobody(context, next) {
      context.set('viewer', null);
      await next();
    });
  }
  const onlySmall = bodyLimit({
    maxSize: 4_096,
  });
  const placeOf = (context: Context<WebEnv>) => addressOf(context) ?? clientAddress(context);
  type Act = (context: Context<WebEnv>, own: OwnPage, form: URLSearchParams) => Promise<Response>;

  async function forOwner(context: Context<WebEnv>, act: Act): Promise<Response> {
    const own = await attendee.open(context.req.param('token') ?? '', placeOf(context));
    if (own === null) return show(context, unknownPage(), 404);
    const isPost = context.req.method === 'POST';
    return act(context, own, new URLSearchParams(isPost ? await context.req.text() : ''));
  }
  const sent = (context: Context<WebEnv>) => context.redirect('/me/sent', 303);

  web.get('/code', (context) => show(context, codePage(null)));
  web.post('/code', onlySmall, async (context) => {
    const form = new URLSearchParams(await context.req.text());
    try {
      const visit = await attendee.enterCode((form.get('code') ?? '').slice(0, 60), placeOf(context));
      return visit === null ? show(context, codePage('unknown'), 422) : context.redirect(`/me/${visit}`, 303);
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'too-many-tries')) throw error;
      return show(context, codePage('too-many'), 429);
    }
  });

  web.get('/me/sent', (context) => show(context, sentPage()));
  web.get('/me/:token', (context) =>
    forOwner(context, async (_, own) => show(context, startPage(own, `/me/${context.req.param('token')}`))),
  );

  web.get('/me/:token/say', (context) => forOwner(context, (_, own) => show(context, sayPage(own))));
  web.post('/me/:token/say', onlySmall, (context) =>
    forOwner(context, async (_, own, form) => {
      const read = saidIn(own, form, todayIn(clock));
      const problems = read.problems.length > 0 ? read.problems : await attendee.sayDone(own, read.said);
      const typed = (name: string) => form.get(name) ?? '';
      return problems.length > 0 ? show(context, sayPage(own, typed, problems), 422) : sent(context);
    }),
  );

  web.get('/me/:token/survey', (context) => forOwner(context, (_, own) => show(context, surveyPage(own))));
  web.post('/me/:token/survey', onlySmall, (context) =>
    forOwner(context, async (_, own, form) => {
      const answers = own.wording.questions.flatMap((_, index) => {
        const answer = form.get(`q${index + 1}`) ?? '';
        return /^[0-4]$/.test(answer) ? [{ question: index + 1, answer: Number(answer) }] : [];
      });
      const problems = await attendee.answerSurvey(own, answers);
      const typed = (name: string) => form.get(name) ?? '';
      return problems.length > 0 ? show(context, surveyPage(own, typed, problems), 422) : sent(context);
    }),
  );

  web.get('/me/:token/stop', (context) => forOwner(context, (_, own) => show(context, stopPage(own))));
  web.post('/me/:token/stop', onlySmall, (context) =>
    forOwner(context, async (_, own, form) => {
      const stop = stops.find((one) => one === form.get('stop'));
      const problems =
        stop === undefined ? [{ path: 'stop', message: 'Choose what you would like' }] : await attendee.stop(own, stop);
      return problems.length > 0 ? show(context, stopPage(own, problems), 422) : sent(context);
    }),
  );
}

function saidIn(
  own: OwnPage,
  form: URLSearchParams,
  today: string,
): { said: readonly Said[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const said = asked.flatMap((one): readonly Said[] => {
    const answer = form.get(one);
    if (own.asks[one] === null || (answer !== 'yes' && answer !== 'no')) return [];
    if (answer === 'no' || one === 'intends') return [{ asked: one, isDone: answer === 'yes', on: null }];
    const on = dateIn(form, `${one}-on`);
    if (isDate(on) && on <= today) return [{ asked: one, isDone: true, on }];
    const message = isDate(on) ? 'The day must be today or in the past' : 'Enter the day, such as 27 3 2027';
    problems.push({ path: `${one}-on`, message });
    return [];
  });
  if (said.length === 0 && problems.length === 0) {
    const first = asked.find((one) => own.asks[one] !== null) ?? 'registered';
    problems.push({ path: first, message: 'Choose an answer to at least one question' });
  }
  return { said, problems };
}
