/**
 * JSON that remembers where everything stood. `JSON.parse` gives no place for a value that is well formed but wrong, and
 * words its syntax errors differently on each engine; people who type plans and protocols need line and column for both.
 * Grammar: RFC 8259. Stricter where a reader could be misled: a key given twice is refused, so is a number too large to hold.
 */

import type { Parsed, Problem } from './problem.ts';
import { cut, quoted } from './quoted.ts';
import { type Place, placeInText } from './text-place.ts';

export type JsonPath = readonly (string | number)[];

export type Located = {
  /** The plain value, as JSON.parse would give it. */
  readonly value: unknown;
  /**
   * Line and column of the value at `path`, or of its key ("key"). Where the path does not exist, the place of its nearest
   * ancestor that does: a missing key is pointed at by the object that should hold it.
   */
  readonly locate: (path: JsonPath, part?: 'key' | 'value') => Place;
};

type Node = {
  readonly value: unknown;
  readonly valueOffset: number;
  readonly keyOffset: number;
  readonly children: ReadonlyMap<string, Node>;
};

const noChildren: ReadonlyMap<string, Node> = new Map();
const deepest = 200;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class SyntaxProblem extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** Parses one JSON text. A leading byte order mark is skipped. The problem, if any, is the first one met. */
export function parseJson(text: string): Parsed<Located> {
  const reader = new Reader(text);
  try {
    const root = reader.document();
    return {
      ok: true,
      value: { value: root.value, locate: (path, part) => locate(reader.text, root, path, part ?? 'value') },
    };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const problem: Problem = { path: '', message: error.message, ...placeInText(reader.text, error.offset) };
    return { ok: false, problems: [problem] };
  }
}

function locate(text: string, root: Node, path: JsonPath, part: 'key' | 'value'): Place {
  let node = root;
  let isWhole = true;
  for (const step of path) {
    const child = node.children.get(String(step));
    if (child === undefined) {
      isWhole = false;
      break;
    }
    node = child;
  }
  return placeInText(text, part === 'key' && isWhole ? node.keyOffset : node.valueOffset);
}

/** A recursive-descent reader over one text. It never looks back, so every error is at the first wrong character. */
class Reader {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  document(): Node {
    this.#skipSpace();
    if (this.#at === this.text.length) this.#fail(0, 'the file is empty; a JSON object was expected');
    const root = this.#value(0, 0);
    this.#skipSpace();
    if (this.#at < this.text.length)
      this.#fail(this.#at, `nothing may follow the end of the JSON, found ${this.#seen()}`);
    return root;
  }

  #value(keyOffset: number, depth: number): Node {
    this.#skipSpace();
    const start = this.#at;
    if (depth > deepest) this.#fail(start, `nested more than ${deepest} deep`);
    const first = this.text[start];
    if (first === '{') return this.#object(keyOffset, depth);
    if (first === '[') return this.#array(keyOffset, depth);
    return { value: this.#scalar(), valueOffset: start, keyOffset, children: noChildren };
  }

  #scalar(): unknown {
    if (this.text[this.#at] === '"') return this.#string();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #number(): number {
    const start = this.#at;
    numberPattern.lastIndex = start;
    const match = numberPattern.exec(this.text);
    if (match === null) this.#fail(start, `a value was expected, found ${this.#seen()}`);
    this.#at += match[0].length;
    if (/[\w.+-]/.test(this.text[this.#at] ?? ''))
      this.#fail(start, `this is not a JSON number: ${quoted(this.#word(start))}`);
    const value = Number(match[0]);
    if (!Number.isFinite(value)) this.#fail(start, `the number ${cut(match[0])} is too large`);
    return value;
  }

  #string(): string {
    const start = this.#at;
    this.#at++;
    let result = '';
    for (;;) {
      result += this.#plainRun();
      const next = this.text[this.#at];
      if (next === '"') break;
      if (next === undefined) this.#fail(start, 'this text has no closing quotation mark');
      if (next !== '\\')
        this.#fail(this.#at, `${this.#seen()} may not stand inside a text; write it as \\n or \\u00XX`);
      result += this.#escape();
    }
    this.#at++;
    if (!result.isWellFormed()) this.#fail(start, 'this text holds half of a surrogate pair, which is no character');
    return result;
  }

  /** Characters up to the next quotation mark, backslash or control character. */
  #plainRun(): string {
    const start = this.#at;
    while (this.#at < this.text.length) {
      const code = this.text.charCodeAt(this.#at);
      if (code === 0x22 || code === 0x5c || code < 0x20) break;
      this.#at++;
    }
    return this.text.slice(start, this.#at);
  }

  #escape(): string {
    const start = this.#at;
    const letter = this.text[start + 1] ?? '';
    if (letter === 'u') {
      const digits = this.text.slice(start + 2, start + 6);
      if (!/^[\da-fA-F]{4}$/.test(digits)) this.#fail(start, '\\u must be followed by four hexadecimal digits');
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const meant = escapes[letter];
    if (meant === undefined) this.#fail(start, `\\${letter} is not an escape that JSON knows`);
    this.#at += 2;
    return meant;
  }

  #array(keyOffset: number, depth: number): Node {
    const valueOffset = this.#at;
    const children = new Map<string, Node>();
    const value: unknown[] = [];
    this.#at++;
    this.#skipSpace();
    let isOpen = this.text[this.#at] !== ']';
    while (isOpen) {
      this.#skipSpace();
      const child = this.#value(this.#at, depth + 1);
      children.set(String(value.length), child);
      value.push(child.value);
      isOpen = this.#continues(']', valueOffset);
    }
    this.#at++;
    return { value, valueOffset, keyOffset, children };
  }

  #object(keyOffset: number, depth: number): Node {
    const valueOffset = this.#at;
    const children = new Map<string, Node>();
    const value: Record<string, unknown> = {};
    this.#at++;
    this.#skipSpace();
    let isOpen = this.text[this.#at] !== '}';
    while (isOpen) {
      const { key, offset } = this.#key(children);
      const child = this.#value(offset, depth + 1);
      children.set(key, child);
      value[key] = child.value;
      isOpen = this.#continues('}', valueOffset);
    }
    this.#at++;
    return { value, valueOffset, keyOffset, children };
  }

  #key(known: ReadonlyMap<string, Node>): { readonly key: string; readonly offset: number } {
    this.#skipSpace();
    const offset = this.#at;
    if (this.text[offset] !== '"') this.#fail(offset, `a key in quotation marks was expected, found ${this.#seen()}`);
    const key = this.#string();
    if (known.has(key)) this.#fail(offset, `the key ${quoted(key)} is given twice`);
    if (key === '__proto__') this.#fail(offset, 'the key "__proto__" is not allowed');
    this.#skipSpace();
    if (this.text[this.#at] !== ':')
      this.#fail(this.#at, `a colon was expected after ${quoted(key)}, found ${this.#seen()}`);
    this.#at++;
    return { key, offset };
  }

  /** After a member: true if a comma leads on to another, false at the closing bracket. */
  #continues(closing: ']' | '}', opened: number): boolean {
    this.#skipSpace();
    const next = this.text[this.#at];
    if (next === closing) return false;
    if (next === undefined) this.#fail(opened, `this ${this.text[opened]} is never closed`);
    if (next !== ',') this.#fail(this.#at, `a comma or ${closing} was expected, found ${this.#seen()}`);
    const comma = this.#at;
    this.#at++;
    this.#skipSpace();
    if (this.text[this.#at] === closing) this.#fail(comma, `no comma may stand before ${closing}`);
    return true;
  }

  #skipSpace(): void {
    while (' \t\n\r'.includes(this.text[this.#at] ?? 'x')) this.#at++;
  }

  #word(start: number): string {
    return /^[\w.+-]*/.exec(this.text.slice(start, start + 40))?.[0] ?? '';
  }

  #seen(): string {
    const code = this.text.codePointAt(this.#at);
    if (code === undefined) return 'the end of the file';
    if (code < 0x20 || code === 0x7f)
      return `the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    const word = this.#word(this.#at);
    return word === '' ? quoted(String.fromCodePoint(code)) : quoted(word);
  }

  #fail(offset: number, message: string): never {
    throw new SyntaxProblem(offset, message);
  }
}
