/**
 * Security headers of every page: nothing loads but our own style sheet, script and icon, and the one inline line of the
 * GOV.UK template, which is allowed by its hash.
 */
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** SHA-256 of the template's inline script that tells style sheets whether JavaScript runs (govuk-frontend 6). */
const templateScript = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='";

export const pageHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'", templateScript],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'same-origin',
  xContentTypeOptions: 'nosniff',
  xFrameOptions: 'DENY',
  // The host that ends TLS decides this, not the app: on a plain-HTTP machine it would mean nothing.
  strictTransportSecurity: false,
});

/** What a card opens is nobody else's: no address of it leaves in a referrer, no search engine lists it, nothing keeps it. */
export const ownPageHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.res.headers.set('Referrer-Policy', 'no-referrer');
  context.res.headers.set('X-Robots-Tag', 'noindex, nofollow');
  context.res.headers.set('Cache-Control', 'no-store');
};

/** A report of a run is a file of its own with its style sheet inside: it may style itself, and do nothing else at all. */
export const reportHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  if (!context.res.ok) return;
  const rules =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  context.res.headers.set('Content-Security-Policy', `${rules}; sandbox`);
};
