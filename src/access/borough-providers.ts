/**
 * The OpenID Connect providers of boroughs, as the operator writes them down: one JSON list, at most one provider a borough. A provider
 * vouches for a second factor by an `amr` value (RFC 8176) or an `acr` (OpenID Connect Core 1.0, section 2) that the operator names.
 */
import { z } from 'zod';
import { boroughName } from '../trial/boroughs.ts';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Tokens and keys travel encrypted, but on this very machine. */
const isSafe = (address: string): boolean => {
  const { protocol, hostname, search, hash } = new URL(address);
  const isEncrypted = protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname));
  return isEncrypted && search === '' && hash === '';
};

const providerSchema = z.strictObject({
  borough: z.string().refine((code) => boroughName(code) !== undefined, 'must be the ONS code of a London borough'),
  issuer: z.url().refine((address) => URL.canParse(address) && isSafe(address), 'must be an https address'),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  secondFactor: z
    .strictObject({ amr: z.array(z.string().min(1)).default([]), acr: z.array(z.string().min(1)).default([]) })
    .default({ amr: [], acr: [] }),
});

export type BoroughProvider = Readonly<z.infer<typeof providerSchema>>;

/** How an identity at a borough's provider is named beside a password's. */
export const providerId = ({ borough }: Pick<BoroughProvider, 'borough'>): string => `borough-${borough}`;

/** From PLEDGE_PROVIDERS; none where it is not set. Throws as below. */
export function boroughProvidersIn(environment: {
  readonly PLEDGE_PROVIDERS?: string | undefined;
}): readonly BoroughProvider[] {
  const text = environment.PLEDGE_PROVIDERS ?? '';
  return text === '' ? [] : parseBoroughProviders(text);
}

/** @param text the operator's list; throws an Error that repeats no value: a secret could be among them */
export function parseBoroughProviders(text: string): readonly BoroughProvider[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('The list of providers is not JSON.');
  }
  const list = z.array(providerSchema).safeParse(json);
  if (!list.success) {
    const problems = list.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The list of providers is not right. ${problems.join('; ')}`);
  }
  const twice = list.data.find(({ borough }, index) => list.data.findIndex((one) => one.borough === borough) !== index);
  if (twice !== undefined) {
    throw new Error(`The list of providers may name ${boroughName(twice.borough)} once.`);
  }
  return list.data;
}

/** Whether the claims of an id token say that its provider asked for a second factor. */
export function vouches({ secondFactor }: BoroughProvider, claims: Readonly<Record<string, unknown>>): boolean {
  const methods: readonly unknown[] = Array.isArray(claims.amr) ? claims.amr : [];
  return (
    secondFactor.amr.some((method) => methods.includes(method)) ||
    secondFactor.acr.some((context) => context === claims.acr)
  );
}
