import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { fromJSONSchema } from 'zod';
import { PROJECT_SCHEMA_ID, projectJsonSchema, projectSchema } from '../src/rules/project-schema.ts';

async function publishedSchema(): Promise<Record<string, unknown>> {
  const path = fileURLToPath(new URL('../secrets.schema.json', import.meta.url));
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
}

it('the published schema is that by which the file is read', async () => {
  expect(await publishedSchema()).toEqual(projectJsonSchema());
});

it('it names its draft and the address where editors find it', async () => {
  expect(await publishedSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: PROJECT_SCHEMA_ID,
  });
});

it('every member of a secret is described in it', async () => {
  const schema = (await publishedSchema()) as { properties: { secrets: { items: { properties: object } } } };
  for (const [name, member] of Object.entries(schema.properties.secrets.items.properties)) {
    expect(member, name).toHaveProperty('description');
  }
});

it('read back as a schema it takes and refuses what ours does', async () => {
  const published = fromJSONSchema(await publishedSchema());
  const probe = { method: 'GET', url: 'https://example.com', present: { header: 'X-Key' } };
  const examples: [isGood: boolean, document: unknown][] = [
    [true, { version: 1, secrets: [] }],
    [true, { version: 1, secrets: [{ name: 'A', command: ['op', 'read', 'x'], probe }] }],
    [false, { version: 2, secrets: [] }],
    [false, { version: 1, secrets: [{ name: '1' }] }],
    [false, { version: 1, secrets: [{ name: 'A', value: 'x' }] }],
    [false, { version: 1, secrets: [{ name: 'A', command: [] }] }],
    [false, { version: 1, secrets: [{ name: 'A', rotationDays: 0 }] }],
    [false, { version: 1, secrets: [{ name: 'A', probe: { ...probe, present: 'cookie' } }] }],
  ];
  for (const [isGood, document] of examples) {
    expect(published.safeParse(document).success, JSON.stringify(document)).toBe(isGood);
    expect(projectSchema.safeParse(document).success, JSON.stringify(document)).toBe(isGood);
  }
});
