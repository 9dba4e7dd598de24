/** A QR code as one SVG path, a row of dark squares at a time, with the quiet edge of four squares that scanners need (ISO/IEC 18004). */
import { create } from 'qrcode';

const edge = 4;

export function qrPicture(text: string): { readonly size: number; readonly path: string } {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const squares = Array.from({ length: size * size }, (_, index) =>
    data[index] ? `M${(index % size) + edge} ${Math.floor(index / size) + edge}h1v1h-1z` : '',
  );
  return { size: size + 2 * edge, path: squares.join('') };
}
