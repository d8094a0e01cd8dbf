import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fromJSONSchema } from 'zod';
import { SIGN_IN_SCHEMA_ID, signInDocumentSchema, signInJsonSchema } from '../../src/domain/sign-in-document-schema.ts';
import { federationText, providerText } from '../support/sign-in-documents.ts';

const FILE = new URL('../../sign-in.schema.json', import.meta.url);

async function publishedSchema(): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(FILE, 'utf8')) as Record<string, unknown>;
}

describe('the published schema of the sign-in file', () => {
  it('is that by which the file is read (run with WRITE_DOCS=1 to write it)', async () => {
    const text = `${JSON.stringify(signInJsonSchema(), null, 2)}\n`;
    if (process.env['WRITE_DOCS'] === '1') await writeFile(FILE, text);
    expect(await publishedSchema()).toEqual(JSON.parse(text));
  });

  it('names its draft and the address where editors find it', async () => {
    expect(await publishedSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: SIGN_IN_SCHEMA_ID,
    });
  });

  it('takes and refuses, read back as a schema, what ours does', async () => {
    const published = fromJSONSchema(await publishedSchema());
    const examples: [isGood: boolean, document: unknown][] = [
      [true, {}],
      [true, { $schema: 'https://example.com/schema.json', providers: [providerText()] }],
      [true, { federation: [federationText()], clients: [{ id: 'own', name: 'Own' }] }],
      [false, { provider: [] }],
      [false, { providers: [providerText({ rules: [] })] }],
      [false, { providers: [providerText({ id: 'A' })] }],
      [false, { providers: [providerText({ name: 'a\u0007' })] }],
      [false, { providers: [{ ...providerText(), client_id: undefined }] }],
      [false, { federation: [federationText({ ttl_seconds: 3_601 })] }],
      [false, { federation: [federationText({ claims: { sub: 1 } })] }],
      [false, { clients: [{ id: 'own' }] }],
    ];
    for (const [isGood, document] of examples) {
      const written: unknown = JSON.parse(JSON.stringify(document));
      expect(published.safeParse(written).success, JSON.stringify(document)).toBe(isGood);
      expect(signInDocumentSchema.safeParse(written).success, JSON.stringify(document)).toBe(isGood);
    }
  });
});
