/** SHA-256 by the platform's own WebCrypto, which Node, Workers and browsers share; 64 lower-case hexadecimal digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // WebCrypto wants bytes on an ArrayBuffer; a Uint8Array over shared memory never reaches this room.
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
