/**
 * Cuts SQL text into its statements the way SQLite would: a semicolon inside a string, a comment or a trigger's body does
 * not end one. Pure; the face over better-sqlite3 needs it to answer as D1 does.
 */
export type SqlStatement = {
  /** The statement as written, with the comments around it. */
  readonly text: string;
  /** Words, numbers, signs and quoted pieces in order; words in lower case; comments left out. */
  readonly tokens: readonly string[];
};

const pieces =
  /(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[A-Za-z_][\w$]*|\d[\w.]*|[^\s])/g;

/** Every statement of `sql`; a piece of only comments, or nothing between two semicolons, is a statement without tokens. */
export function splitStatements(sql: string): readonly SqlStatement[] {
  const statements: SqlStatement[] = [];
  let tokens: string[] = [];
  let start = 0;
  for (const match of sql.matchAll(pieces)) {
    const token = match[2];
    if (token === undefined) continue;
    const isEnd = token === ';' && (!startsTrigger(tokens) || endsTrigger(tokens));
    if (!isEnd) {
      tokens.push(/^\w/.test(token) ? token.toLowerCase() : token);
      continue;
    }
    const end = match.index + 1;
    statements.push({ text: sql.slice(start, end), tokens });
    tokens = [];
    start = end;
  }
  const rest = sql.slice(start);
  if (rest.trim() !== '') statements.push({ text: rest, tokens });
  return statements;
}

function startsTrigger(tokens: readonly string[]): boolean {
  return tokens[0] === 'create' && tokens.slice(1, 3).includes('trigger');
}

function endsTrigger(tokens: readonly string[]): boolean {
  return tokens.at(-1) === 'end' && tokens.at(-2) === ';';
}
