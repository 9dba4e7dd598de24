/**
 * Where a request comes from, to count tries by. Cloudflare says it; on Node it is the other end of the connection or, where that is
 * this very machine, whom its reverse proxy names last. A header that anybody could send is never believed.
 */
import type { Context } from 'hono';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export function clientAddress(context: Context): string {
  // @hono/node-server hands in Node's own request; Workers have none.
  const { incoming } = (context.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  if (incoming === undefined) return context.req.header('cf-connecting-ip') ?? 'unknown';
  const peer = incoming.socket?.remoteAddress ?? 'unknown';
  const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return loopback.has(peer) && forwarded !== '' ? forwarded : peer;
}
