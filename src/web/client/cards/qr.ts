/** A QR code as inline SVG, one path: a page's content security policy allows no image that a script made. */
import { create } from 'qrcode';

const svg = 'http://www.w3.org/2000/svg';
/** Quiet zone of four modules around (ISO/IEC 18004). */
const quiet = 4;

/** Level M: an eighth of it may be dirty. The picture says nothing that the words beside it do not. */
export function qrCode(text: string): SVGSVGElement {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const isDark = (x: number, y: number) => x < size && data[y * size + x] === 1;
  const runs: string[] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const start = x;
      while (isDark(x, y)) x += 1;
      if (x > start) runs.push(`M${start + quiet} ${y + quiet}h${x - start}v1h-${x - start}z`);
    }
  }
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', `0 0 ${size + 2 * quiet} ${size + 2 * quiet}`);
  picture.setAttribute('aria-hidden', 'true');
  picture.setAttribute('shape-rendering', 'crispEdges');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', runs.join(''));
  picture.append(path);
  return picture;
}
