/** The OpenAPI document is valid 3.1 and names every route of the API, each with its refusals. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import type { Document } from './conformance.ts';
import { openService, type Service } from './service.ts';

describe('the OpenAPI document', () => {
  let service: Service;
  let document: Document & { readonly openapi: string };

  beforeAll(async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    service = await openService(sqlite);
    document = (await (
      await service.fetch(new Request('http://localhost/api/v1/openapi.json'))
    ).json()) as typeof document;
  });
  afterAll(() => service.close());

  it('validates against the OpenAPI 3.1 schema', async () => {
    expect(document.openapi).toBe('3.1.0');
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('asks for an Idempotency-Key on every write and says so', () => {
    const writes = Object.entries(document.paths).flatMap(([path, { post }]) =>
      post === undefined || path.endsWith('/check') ? [] : [JSON.stringify(post)],
    );
    expect(writes.length).toBeGreaterThan(15);
    for (const write of writes) expect(write).toContain('"idempotency-key"');
  });

  it('takes no key for a question, which writes nothing, and no token where anybody may ask it', () => {
    const questions = Object.entries(document.paths).filter(([path, { post }]) => post && path.endsWith('/check'));
    expect(questions.map(([path]) => path).toSorted()).toEqual([
      '/ceremonies/{ceremony}/references/check',
      '/trials/{slug}/receipts/check',
    ]);
    for (const [path, { post }] of questions) {
      expect(JSON.stringify(post)).not.toContain('"idempotency-key"');
      expect(post).toMatchObject({ security: path.startsWith('/trials') ? [] : [{ bearer: [] }] });
    }
  });

  it('describes the rows of a cohort down to their enumerations', () => {
    const text = JSON.stringify(document.paths['/ceremonies/{ceremony}/cohort']);
    expect(text).toContain('"parliamentary"');
    expect(text).toContain('"additionalProperties":false');
  });
});
