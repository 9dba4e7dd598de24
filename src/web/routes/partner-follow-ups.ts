/** A volunteer partner records how far people came, by the codes on their cards: singly or by file, with the answers to check. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { readCodeFile } from '../../actions/read-code-file.ts';
import { type ByCode, byCodeSchema } from '../../actions/record-by-code.ts';
import type { Problem } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { dateIn } from '../form-date.ts';
import { keyOf } from '../forms.ts';
import { checkFollowUpsPage, partnerFollowUpsPage } from '../pages/partner-follow-ups.ts';

const asked: Readonly<Record<string, string>> = {
  code: 'Enter the code on the card',
  step: 'Select what happened',
  date: 'Enter the day as a date, such as 31 3 2026',
};

export function partnerFollowUpRoutes({ web, desk, show }: Door): void {
  const again = (
    context: Context<WebEnv>,
    problems: readonly Problem[],
    typed: Readonly<Record<string, string>> = {},
  ) => show(context, partnerFollowUpsPage(viewerOf(context).isTraining, typed, problems, null), 422);
  const onlySmall = bodyLimit({
    maxSize: 200_000,
    onError: (context) => again(context, [{ path: 'file', message: 'The file is larger than it can be' }]),
  });

  web.get('/follow-ups', (context) => {
    const recorded = /^[1-9]\d{0,2}$/.exec(context.req.query('recorded') ?? '');
    const { isTraining } = viewerOf(context);
    return show(context, partnerFollowUpsPage(isTraining, {}, [], recorded === null ? null : Number(recorded[0])));
  });

  web.post('/follow-ups', onlySmall, async (context) => {
    const body = await context.req.parseBody();
    const { isTraining } = viewerOf(context);
    if (body.file instanceof File && body.file.size > 0) {
      const read = readCodeFile(new Uint8Array(await body.file.arrayBuffer()));
      return read.ok ? show(context, checkFollowUpsPage(isTraining, read.value)) : again(context, read.problems);
    }
    const typed = Object.fromEntries(
      Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])),
    );
    if (typed.read === 'file') return again(context, [{ path: 'file', message: 'Choose a file' }]);
    const date = dateIn(new URLSearchParams(typed), 'date');
    const read = byCodeSchema.safeParse({ rows: [{ code: typed.code ?? '', step: typed.step, date }] });
    const fields = read.success ? [] : read.error.issues.map(({ path }) => String(path[2]));
    const named = [...new Set((typed.code ?? '') === '' ? ['code', ...fields] : fields)];
    if (named.length > 0 || !read.success) return again(context, problemsAt(named), typed);
    return show(context, checkFollowUpsPage(isTraining, read.data));
  });

  web.post('/follow-ups/send', onlySmall, async (context) => {
    const form = new URLSearchParams(await context.req.text());
    const input = rowsIn(form.get('rows') ?? '');
    if (input === null) return again(context, [{ path: 'code', message: 'Enter the code again' }]);
    const problems = await desk.recordByCode({ viewer: viewerOf(context), key: keyOf(form) }, input);
    if (problems.length === 0) return context.redirect(`/follow-ups?recorded=${input.rows.length}`, 303);
    const [only] = input.rows;
    const typed = input.rows.length === 1 && only !== undefined ? typedAs(only) : {};
    return again(
      context,
      problems.map((one) => said(one, input.rows.length)),
      typed,
    );
  });
}

const problemsAt = (fields: readonly string[]): readonly Problem[] =>
  fields.map((path) => ({ path, message: asked[path] ?? 'This is not right' }));

function rowsIn(text: string): ByCode | null {
  try {
    const read = byCodeSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function typedAs({ code, step, date }: ByCode['rows'][number]): Readonly<Record<string, string>> {
  const [year = '', month = '', day = ''] = date.split('-');
  return { code, step, 'date-day': String(Number(day)), 'date-month': String(Number(month)), 'date-year': year };
}

/** "Row 3: no card with this code is in use"; beside its field where there is one row. */
function said({ path, message }: Problem, rows: number): Problem {
  const [, index = '0', field = ''] = /^rows\[(\d+)\]\.(\w+)$/.exec(path) ?? [];
  if (rows === 1) return { path: field, message: `${field === 'date' ? 'The date' : 'The code'}: ${message}` };
  return { path: 'file', message: `Row ${Number(index) + 1}: ${message}` };
}
