/** Of every 100 people so many: a square of 100 dots, with the same in words for whoever does not see it. */
import { type Html, html } from '../report/html.ts';

const [step, radius] = [14, 5];

/** @param percent to 0.1; drawn as the nearest whole number @param words what the picture says */
export function iconArray(id: string, percent: number, words: string): Html {
  const filled = Math.round(percent);
  const dots = Array.from({ length: 100 }, (_, index) => {
    const [x, y] = [(index % 10) * step + step / 2, Math.floor(index / 10) * step + step / 2];
    const isFilled = index < filled;
    return html`<circle cx="${x}" cy="${y}" r="${radius}" class="${isFilled ? 'did' : 'did-not'}"/>`;
  });
  const size = 10 * step;
  return html`<svg role="img" aria-labelledby="${id}" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}" xmlns="http://www.w3.org/2000/svg"><title id="${id}">${words}</title>${dots}</svg>`;
}
