import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { parseSignIn } from '../src/domain/sign-in-document.ts';
import { signInDocumentSchema } from '../src/domain/sign-in-document-schema.ts';

const page = await readFile(new URL('../../../docs/sign-in.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json\n([^]*?)```/g)].map(([, json = '']) => JSON.parse(json) as object);
const environment = { OIDC_SECRET: 'word', ENTRA_SECRET: 'word', GOOGLE_SECRET: 'word' };

/** Names of all members that the sign-in file may have. */
function membersOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, items } = schema as { properties?: Record<string, unknown>; items?: unknown };
  return [...Object.keys(properties), ...Object.values(properties).flatMap(membersOf), ...membersOf(items)];
}

describe('the page about sign-in', () => {
  it('has examples that a gateway takes as they stand', () => {
    expect(examples.length).toBeGreaterThan(6);
    for (const example of examples) {
      const document = 'issuer' in example ? { providers: [example] } : example;
      expect(parseSignIn(JSON.stringify(document), environment), JSON.stringify(example)).toMatchObject({ ok: true });
    }
  });

  it('names every member of the file', () => {
    const members = membersOf(z.toJSONSchema(signInDocumentSchema, { io: 'input' }));
    expect(members).toContain('unchecked_seconds');
    for (const member of members) expect(page, member).toContain(member);
  });
});
