/** What the page of reminders gives to the command line: whom a borough may remind today, by hash, as `due.json`. */
import { z } from 'zod';
import type { Parsed } from '../../analysis/plan/problem.ts';
import { lawfulBases } from '../trial/agreements.ts';
import { boroughName } from '../trial/boroughs.ts';
import { reminderChannels } from '../trial/reminder-wording.ts';
import { readBytes } from './input-file.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const people = z
  .array(z.object({ reference_hash: hash, ceremony: z.string(), version: z.int().min(0), link_hash: hash.nullable() }))
  .min(1);
const dueSchema = z.object({
  trial: z.string().regex(/^[a-z0-9-]+$/),
  borough: z.string(),
  site: z.url({ protocol: /^https?$/ }),
  lawfulBasis: z.enum(lawfulBases).nullable(),
  channels: z.array(z.enum(reminderChannels)),
  silent: z.array(hash),
  due: z.array(z.object({ reminder: z.int(), people })),
  made: z.array(z.object({ reminder: z.int(), channel: z.enum(reminderChannels), people })),
});
export type Due = z.infer<typeof dueSchema> & { readonly boroughName: string };

export async function readDue(path: string): Promise<Parsed<Due>> {
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  const parsed = dueSchema.safeParse(jsonIn(new TextDecoder().decode(bytes.value)));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    const message = 'is not what the page of reminders gives as due.json; download it there';
    return { ok: false, problems: [{ path: where, message }] };
  }
  return { ok: true, value: { ...parsed.data, boroughName: boroughName(parsed.data.borough) ?? parsed.data.borough } };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
