/**
 * What the charts share: a drawing that scales to its column, named and described for those who do not see it, with ids that follow
 * from its table's and so stay the same from run to run. Arms differ by dash and shape, not by colour alone.
 */
import { type Fragment, Html, html } from '../html.ts';

/** Units of a drawing across; letters of 15 units stay readable where a phone shows it at three quarters. */
export const width = 480;
export const letter = 15;

export type Drawing = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** In the same units as `width`. */
  readonly height: number;
  /** A word under the drawing and before its name, which stays wherever the drawing is copied; null where there is none. */
  readonly stamp: string | null;
};

export function drawing({ id, title, description, height, stamp }: Drawing, content: Fragment): Html {
  const [name, whole, word]: readonly [string, number, Fragment] =
    stamp === null
      ? [title, height, '']
      : [`${stamp}: ${title}`, height + 28, html`${text(width / 2, height + 18, stamp, 'middle')}\n`];
  return html`<figure class="chart">
<svg viewBox="0 0 ${width} ${whole}" role="img" aria-labelledby="${id}-title ${id}-description">
<title id="${id}-title">${name}</title>
<desc id="${id}-description">${description}</desc>
${content}
${word}</svg>
</figure>`;
}

/** A coordinate, to a tenth of a unit. */
export function at(value: number): string {
  return String(Number(value.toFixed(1)));
}

export function line(x1: number, y1: number, x2: number, y2: number, kind: string): Html {
  return html`<line class="${kind}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;
}

export function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end' = 'start'): Html {
  return html`<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${words}</text>`;
}

/** Letters that fit the drawing's width. */
const acrossDrawing = 56;

/** Words broken into lines of so many letters at most; a word longer than a line is cut into pieces. */
export function wrapped(words: string, perLine = acrossDrawing): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of words.split(/\s+/).flatMap((word) => pieces(word, perLine))) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (longer.length <= perLine) current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current].filter((one) => one !== '');
}

function pieces(word: string, perLine: number): readonly string[] {
  const characters = [...word];
  const count = Math.max(1, Math.ceil(characters.length / perLine));
  return Array.from({ length: count }, (_, index) => characters.slice(index * perLine, (index + 1) * perLine).join(''));
}

/** A mark for the n-th arm: filled disc, open square, filled diamond, open disc, filled square, open diamond. */
export function mark(index: number, x: number, y: number): Html {
  const kind = ['filled', 'open'][index % 2] ?? 'filled';
  const r = 5;
  switch ([0, 1, 2, 0, 1, 2][index % 6]) {
    case 0:
      return html`<circle class="${kind}" cx="${at(x)}" cy="${at(y)}" r="${r}"/>`;
    case 1:
      return html`<rect class="${kind}" x="${at(x - r)}" y="${at(y - r)}" width="${2 * r}" height="${2 * r}"/>`;
    default: {
      const corners = `${at(x)},${at(y - 7)} ${at(x + 7)},${at(y)} ${at(x)},${at(y + 7)} ${at(x - 7)},${at(y)}`;
      return html`<polygon class="${kind}" points="${corners}"/>`;
    }
  }
}

/** Dashes of the n-th curve. */
export function dashes(index: number): string {
  return ['', '9 4', '2 4', '12 4 2 4', '5 3', '1 2'][index % 6] ?? '';
}

export const nothing = new Html('');
