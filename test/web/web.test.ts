/** The web room without a browser: who gets which page, with which headers and cookies, and what failures look like. */
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/trial/refusal.ts';
import type { Reads } from '../../src/web/reads.ts';
import { ceremonyOffer, type Sample, sampleReads, trainingSample } from './sample-reads.ts';
import { sampleWeb } from './sample-web.ts';

const live: Sample = { isTrainingDatabase: false, trials: [{ ...ceremonyOffer, isTraining: false }] };
const banner = 'Training: nothing here is real';
const form = (token: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  body: new URLSearchParams({ token }),
  headers: { origin: 'https://pledge.example', ...headers },
});

const signedIn = (role: string) => ({ headers: { cookie: `__Host-pledge-session=token-${role}` } });
const at = (path: string) => `https://pledge.example${path}`;

async function textOf(path: string, role: string | null = null, sample: Sample = trainingSample): Promise<string> {
  const response = await sampleWeb(sample).request(at(path), role === null ? {} : signedIn(role));
  return response.text();
}

describe('security headers', () => {
  test('allow nothing but our own files and the one hashed line of the template', async () => {
    const { headers } = await sampleWeb().request(at('/'));
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self' 'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='; style-src 'self'; " +
        "img-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });

  test('keep signed-in pages out of every cache', async () => {
    const web = sampleWeb();
    expect((await web.request(at('/'))).headers.get('cache-control')).toBe('no-cache');
    expect((await web.request(at('/'), signedIn('registrar'))).headers.get('cache-control')).toBe('no-store');
  });

  test('are on error pages too', async () => {
    const { headers } = await sampleWeb().request(at('/nothing-here'));
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('signing in', () => {
  test('keeps the token in a __Host- cookie that scripts and other sites cannot use', async () => {
    const response = await sampleWeb().request(at('/sign-in/training'), form(' token-registrar '));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/today');
    expect(response.headers.get('set-cookie')).toBe(
      '__Host-pledge-session=token-registrar; Path=/; HttpOnly; Secure; SameSite=Strict',
    );
  });

  test('works on the machine itself without TLS', async () => {
    const origin = 'http://127.0.0.1:8080';
    const response = await sampleWeb().request(`${origin}/sign-in/training`, form('token-registrar', { origin }));
    expect(response.headers.get('set-cookie')).toBe(
      'pledge-session=token-registrar; Path=/; HttpOnly; SameSite=Strict',
    );
  });

  test.each([
    ['', 'Enter your access token'],
    ['   ', 'Enter your access token'],
    ['wrong', 'Enter an access token of this training database'],
  ])('with %.10j shows the error in the summary and beside the field', async (token, message) => {
    const response = await sampleWeb().request(at('/sign-in/training'), form(token));
    const text = await response.text();
    expect(response.status).toBe(422);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(text).toContain('<title>Error: Sign in with a training token - Pledge</title>');
    expect(text.split(message)).toHaveLength(3);
    expect(text).toContain('href="#token"');
  });

  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another site that a browser names', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ])('is refused from %s', async (_name, headers) => {
    const response = await sampleWeb().request(at('/sign-in/training'), form('token-registrar', headers));
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toContain('did not come from this site');
  });

  test('works behind a proxy that ends TLS, when told the public address', async () => {
    const web = sampleWeb(trainingSample, { publicOrigin: 'https://pledge.example' });
    const response = await web.request('http://pledge.example/sign-in/training', form('token-registrar'));
    expect(response.status).toBe(303);
  });

  test('out takes the cookie away', async () => {
    const { method, headers } = form('');
    const response = await sampleWeb().request(at('/sign-out'), { method, headers });
    expect(response.headers.get('set-cookie')).toContain('__Host-pledge-session=; Max-Age=0');
  });
});

describe('the training banner', () => {
  test('stands on every page of a training database', async () => {
    const ofTrial = ['', '/protocol', '/draw', '/check'].map((path) => `/trials/ceremony-offer${path}`);
    for (const path of ['/', '/sign-in', '/glossary', '/accessibility', '/nothing-here', ...ofTrial]) {
      expect(await textOf(path)).toContain(banner);
    }
  });

  test('stands on the pages of a training trial in a live database, and on no others', async () => {
    const mixed = { ...live, trials: [ceremonyOffer] };
    expect(await textOf('/trials/ceremony-offer', null, mixed)).toContain(banner);
    expect(await textOf('/trials/ceremony-offer/protocol', null, mixed)).toContain(banner);
    expect(await textOf('/', null, mixed)).not.toContain(banner);
    expect(await textOf('/trials/ceremony-offer', null, live)).not.toContain(banner);
  });
});

describe('today', () => {
  test('asks people who are not signed in to do so', async () => {
    const response = await sampleWeb().request(at('/today'));
    expect([response.status, response.headers.get('location')]).toEqual([303, '/sign-in']);
  });

  test('shows a registrar the arm that is unsealed and none that is not', async () => {
    const text = await textOf('/today', 'registrar');
    expect(text).toContain('Arm: standard');
    expect(text).toContain('Arm still sealed');
    expect(text).toContain('2pm');
  });

  test('shows a researcher no ceremonies', async () => {
    const text = await textOf('/today', 'researcher');
    expect(text).not.toContain('Brent Civic Centre');
    expect(text).toContain('You are blinded');
  });
});

describe('the page of a trial', () => {
  test('says whom one trusts where there is no beacon, and not where there is', async () => {
    const sentence = 'trusted not to have tried several';
    expect(await textOf('/trials/ceremony-offer')).toContain(sentence);
    expect(await textOf('/trials/welcome-pack')).not.toContain(sentence);
  });

  test('shows figures to who may see them and says why not to others', async () => {
    expect(await textOf('/trials/welcome-pack', 'trial-statistician')).toContain('+4.7');
    const other = await textOf('/trials/welcome-pack', 'registrar');
    expect(other).not.toContain('+4.7');
    expect(other).toContain('You cannot see its figures');
  });

  test('prints markup in a protocol as text', async () => {
    const protocol = {
      ...ceremonyOffer.protocol,
      title: '<script>alert(1)</script>',
      question: '{{ 7 * 7 }} & "so on"',
    };
    const text = await textOf('/trials/ceremony-offer', null, { ...live, trials: [{ ...ceremonyOffer, protocol }] });
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('{{ 7 * 7 }} &amp; &quot;so on&quot;');
  });
});

test('the pages of a trial lead to each other', async () => {
  for (const path of ['', '/protocol']) {
    const text = await textOf(`/trials/welcome-pack${path}`);
    expect(text).toContain('href="/trials/welcome-pack/draw"');
    expect(text).toContain('href="/trials/welcome-pack/check"');
  }
});

describe('what fails', () => {
  const failing = (error: Error, reported: unknown[] = []) => {
    const reads: Reads = { ...sampleReads(live), trial: async () => Promise.reject(error) };
    return sampleWeb(live, { reads, report: (...bug) => reported.push(...bug) });
  };

  test('as a bug is reported once, under the id that the person sees, without its message', async () => {
    const bug = new Error('column "arm" of seed 4a');
    const reported: unknown[] = [];
    const response = await failing(bug, reported).request(at('/trials/x'));
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(reported).toHaveLength(2);
    expect(reported[0]).toBe(bug);
    expect(text).toContain(String(reported[1]));
    expect(text).not.toContain('seed 4a');
  });

  test.each([
    ['not-permitted', 403],
    ['not-found', 404],
    ['wrong-status', 409],
    ['busy', 503],
  ] as const)('as a refusal %s is a page with status %i and its sentence', async (code, status) => {
    const response = await failing(new Refusal(code, 'The reason, in words.')).request(at('/trials/x'));
    expect(response.status).toBe(status);
    expect(await response.text()).toContain('The reason, in words.');
  });

  test('as a refusal not-signed-in leads to the sign-in page', async () => {
    const response = await failing(new Refusal('not-signed-in', 'Sign in.')).request(at('/trials/x'));
    expect(response.headers.get('location')).toBe('/sign-in?next=%2Ftrials%2Fx');
  });

  test.each(['/trials/%E0%A4%A', '/trials/__proto__', '/trials/%00', '//evil.example', '/trials/a%2Fb'])(
    'because the address is odd (%s) is the same page',
    async (path) => {
      expect((await sampleWeb().request(at(path))).status).toBe(404);
    },
  );

  test('because a page is not there is a page, but under /api it is left to the api', async () => {
    const page = await sampleWeb().request(at('/trials/unknown'));
    expect([page.status, (await page.text()).includes('Page not found')]).toEqual([404, true]);
    const api = await sampleWeb().request(at('/api/v1/unknown'));
    expect([api.status, (await api.text()).includes('Page not found')]).toEqual([404, false]);
  });
});
