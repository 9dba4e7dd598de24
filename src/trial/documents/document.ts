/**
 * What the documents of a declaration are made of: headings with what the declaration says under each, and marked blanks where only a
 * person knows. The same declaration gives the same bytes: nothing here asks for the time or for a locale.
 */
import type { Protocol } from '../protocol-schema.ts';

/** `text` and `list` come from the declaration; `write` is a blank, with what belongs there. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'write'; readonly what: string };

export type Section = {
  /** Which part of the standard it stands in, told where it begins. */
  readonly part: string;
  /** The standard's own number, or null where headings are not numbered. */
  readonly item: string | null;
  readonly heading: string;
  readonly blocks: readonly Block[];
};

export type ProtocolDocument = {
  readonly title: string;
  /** The standard it follows, with its source. */
  readonly after: string;
  readonly sections: readonly Section[];
};

/** What the size of the trial can see, worked out from the declaration; null where no comparison is left. */
export type PlannedSize = {
  readonly units: number;
  readonly unitsName: string;
  readonly size: number;
  readonly sizeVariation: number;
  /** Of one comparison, after any correction. */
  readonly alpha: number;
  readonly power: number;
  readonly reference: number;
  /** A difference of risks for each correlation; null where none could be worked out. */
  readonly rows: readonly {
    readonly icc: number;
    readonly detectable: number | null;
    readonly power: number | null;
  }[];
  readonly assumed: readonly string[];
};

/** Everything a document is generated from. */
export type Declared = {
  readonly protocol: Protocol;
  readonly protocolHash: string;
  readonly planHash: string;
  /** The version the trial runs by; null in a draft. */
  readonly version: number | null;
  readonly size: PlannedSize | null;
};

export const text = (...sentences: readonly string[]): Block => ({ kind: 'text', text: sentences.join(' ') });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
export const write = (what: string): Block => ({ kind: 'write', what });

/** A heading that its standard does not number, with what stands under it. */
export type Row = readonly [heading: string, ...blocks: Block[]];

export const part = (name: string, rows: readonly Row[]): readonly Section[] =>
  rows.map(([heading, ...blocks]) => ({ part: name, item: null, heading, blocks }));

/** What was declared, or a blank where it was not. */
export const given = (words: string | null, what: string): Block => (words === null ? write(what) : text(words));

export const openBlanks = ({ sections }: ProtocolDocument): number =>
  sections.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind === 'write').length;

/** How many blanks there are, as a sentence. */
export function blanksWords(document: ProtocolDocument): string {
  const count = openBlanks(document);
  const places = count === 1 ? 'One place is' : `${count} places are`;
  return `${places} left for a person to write, and marked so. Everything else was generated from the declaration of the trial.`;
}

/** As Markdown. What stood in the declaration stands there as text, whatever characters it holds. */
export function markdownOf(document: ProtocolDocument): string {
  const parts = document.sections.map(({ part, item, heading, blocks }, index) => {
    const isFirst = part !== document.sections[index - 1]?.part;
    const head = `### ${item === null ? '' : `${item}. `}${heading}`;
    return `${isFirst ? `## ${part}\n\n` : ''}${head}\n\n${blocks.map(markdownBlock).join('\n\n')}`;
  });
  return `# ${asText(document.title)}\n\n${document.after}\n\n${blanksWords(document)}\n\n${parts.join('\n\n')}\n`;
}

function markdownBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return asText(block.text);
    case 'list':
      return block.items.map((item) => `- ${asText(item)}`).join('\n');
    case 'write':
      return `**To be written:** ${block.what}`;
  }
}

/** On one line and without Markdown's own signs, so that an arm called "# x" makes no heading. */
function asText(words: string): string {
  return words
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>|]/g, '\\$&')
    .replace(/^([#>+=-]|\d+[.)])/, '\\$1');
}
