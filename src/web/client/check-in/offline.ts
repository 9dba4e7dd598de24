/**
 * This page and what it loads, kept for a reload without a network. Only this page, only until somebody signs out: check-in-worker.ts
 * serves it, sign-out.ts takes it away.
 */
const cacheName = 'pledge-check-in';

export async function keepPage(): Promise<void> {
  const own = location.pathname;
  await navigator.serviceWorker.register('/workers/check-in-worker.js', { scope: '/ceremonies/' });
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
  const files = loaded.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/static/'));
  const cache = await caches.open(cacheName);
  const page = await fetch(own, { credentials: 'same-origin', redirect: 'manual', cache: 'no-store' });
  if (page.ok) await cache.put(own, page);
  const wanted = new Set(files.map(({ pathname }) => pathname));
  for (const path of wanted) if ((await cache.match(path)) === undefined) await cache.add(path);
}
