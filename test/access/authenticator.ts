/** An authenticator app, made here by hand after RFC 4226 and 6238. */
import { createHmac } from 'node:crypto';

/** @param secret in base 32 @param steps half minutes from now */
export function authenticatorCode(secret: string, steps: number): string {
  const bits = [...secret]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The same, of the address that a QR code holds. */
export const codeOfUri = (totpUri: string, steps: number): string =>
  authenticatorCode(new URL(totpUri).searchParams.get('secret') ?? '', steps);
