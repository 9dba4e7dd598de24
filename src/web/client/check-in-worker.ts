/**
 * The service worker behind the check-in page: the page comes from the network where there is one, and else as this device last had it.
 * It answers for that page and its files, and for nothing else: what is written goes past it, into the page's own queue.
 */
const cacheName = 'pledge-check-in';
/** A page of yesterday is of no use at the door and says who was signed in. */
const keptMilliseconds = 18 * 3_600_000;
const patience = 6_000;

type WorkerEvent = Event & { readonly waitUntil: (work: Promise<unknown>) => void };
type FetchEvent = WorkerEvent & {
  readonly request: Request;
  readonly respondWith: (answer: Promise<Response>) => void;
};

// TypeScript's own types of service workers and of pages exclude each other; of a worker only this is needed.
const worker = self as unknown as {
  readonly skipWaiting: () => Promise<void>;
  readonly clients: { readonly claim: () => Promise<void> };
  readonly addEventListener: <Name extends 'install' | 'activate' | 'fetch'>(
    name: Name,
    listen: (event: Name extends 'fetch' ? FetchEvent : WorkerEvent) => void,
  ) => void;
};

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate' && /^\/ceremonies\/[^/]+\/check-in$/.test(pathname)) {
    event.respondWith(page(request, pathname));
  } else if (pathname.startsWith('/static/')) event.respondWith(file(request));
});

async function page(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(path);
  const isKept = kept !== undefined && Date.now() - Date.parse(kept.headers.get('date') ?? '') < keptMilliseconds;
  if (kept !== undefined && !isKept) await cache.delete(path);
  try {
    const fresh = await fetch(request, isKept ? { signal: AbortSignal.timeout(patience) } : {});
    if (fresh.ok) await cache.put(path, fresh.clone());
    // Sent elsewhere: nobody is signed in, and nobody sees what the last one saw.
    else if (fresh.type === 'opaqueredirect' || fresh.status < 500) await cache.delete(path);
    return fresh;
  } catch (error) {
    if (isKept) return kept;
    throw error;
  }
}

/** Files are named by their content, so that a kept one is the right one. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName })) ?? fetch(request);
}
