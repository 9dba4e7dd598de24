/** The people of a borough or of the trial's own office, and joining by the link that somebody passed on. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { passwordProblem } from '../../access/sign-in-steps.ts';
import { invitationSchema } from '../../actions/invite-staff.ts';
import { problemsOf } from '../../actions/problems-of.ts';
import { Refusal } from '../../trial/refusal.ts';
import type { Problem } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { joinPage } from '../pages/sign-in.ts';
import * as pages from '../pages/staff.ts';

const asked: Readonly<Record<string, string>> = {
  name: 'Enter their full name, up to 200 characters',
  email: 'Enter an email address such as ana@newham.example',
  role: 'Choose a role',
  organisation: 'Enter a code in lower case with hyphens, such as volunteer-centre',
};

export function staffRoutes({ web, staff, signIn, originOf, addressOf, show, notFound }: Door): void {
  const onlySmall = bodyLimit({
    maxSize: 16_384,
  });
  const memberOf = async (context: Context<WebEnv>) =>
    (await staff.staff(viewerOf(context))).find(({ id }) => id === context.req.param('account'));
  /** A link is on the page: no browser keeps it. */
  const showLink = async (context: Context<WebEnv>, page: ReturnType<typeof pages.staffLinkPage>) => {
    const response = await show(context, page);
    response.headers.set('Cache-Control', 'no-store');
    return response;
  };

  web.get('/staff', async (context) => {
    const viewer = viewerOf(context);
    return show(context, pages.staffPage(viewer, await staff.staff(viewer), context.req.query('done') ?? null));
  });

  web.get('/staff/invite', (context) => show(context, pages.inviteStaffPage(viewerOf(context))));

  web.post('/staff/invite', onlySmall, async (context) => {
    const viewer = viewerOf(context);
    const form = new URLSearchParams(await context.req.text());
    const told = (name: string) => (form.get(name) ?? '').trim();
    const typed = { name: told('name'), email: told('email'), role: told('role'), organisation: told('organisation') };
    const read = invitationSchema.safeParse({
      ...typed,
      organisation: typed.organisation === '' ? null : typed.organisation,
    });
    const problems: Problem[] = [];
    if (!read.success) {
      const named = [...new Set(read.error.issues.map(({ path }) => String(path[0])))];
      problems.push(...named.map((path) => ({ path, message: asked[path] ?? 'This is not right' })));
    } else {
      let page: ReturnType<typeof pages.staffLinkPage> | undefined;
      problems.push(
        ...(await problemsOf(async () => {
          page = pages.staffLinkPage(viewer, await staff.invite(viewer, read.data), originOf(context));
        })),
      );
      if (page !== undefined) return showLink(context, page);
    }
    return show(context, pages.inviteStaffPage(viewer, typed, problems), 422);
  });

  web.get('/staff/:account/link', async (context) => {
    const member = await memberOf(context);
    return member === undefined ? notFound(context) : show(context, pages.newLinkPage(viewerOf(context), member));
  });
  web.post('/staff/:account/link', onlySmall, async (context) => {
    const viewer = viewerOf(context);
    const invited = await staff.inviteAgain(viewer, context.req.param('account'));
    return showLink(context, pages.staffLinkPage(viewer, invited, originOf(context)));
  });

  web.get('/staff/:account/remove', async (context) => {
    const member = await memberOf(context);
    return member === undefined ? notFound(context) : show(context, pages.removeStaffPage(viewerOf(context), member));
  });
  web.post('/staff/:account/remove', onlySmall, async (context) => {
    await staff.remove(viewerOf(context), context.req.param('account'));
    return context.redirect('/staff?done=removed', 303);
  });

  const showJoin = async (context: Context<WebEnv>, problem: string | null) => {
    const joining = await staff.joining(context.req.param('token') ?? '');
    const response = await show(
      context,
      joinPage(joining, context.req.path, problem),
      joining === null ? 404 : problem === null ? 200 : 422,
    );
    response.headers.set('Cache-Control', 'no-store');
    return response;
  };
  web.get('/join/:token', (context) => showJoin(context, null));
  web.post('/join/:token', onlySmall, async (context) => {
    const form = new URLSearchParams(await context.req.text());
    const password = form.get('password') ?? '';
    const problem =
      passwordProblem(password) ?? (password === form.get('again') ? null : 'Enter the same password twice');
    if (problem !== null) return showJoin(context, problem);
    try {
      const { email } = await staff.join(context.req.param('token'), password);
      const visit = { origin: originOf(context), cookies: '', address: addressOf(context) };
      const answer = await signIn?.steps.password(visit, email, password);
      if (answer?.kind !== 'set-up') return context.redirect('/sign-in', 303);
      for (const cookie of answer.cookies) context.header('Set-Cookie', cookie, { append: true });
      return context.redirect('/sign-in/set-up', 303);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return showJoin(context, null);
    }
  });
}
