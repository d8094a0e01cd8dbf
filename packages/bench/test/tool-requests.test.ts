import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SERVERS } from '../benches/tools/servers.ts';
import { parseRequests } from '../src/tool-sets.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

const parts = (['open', 'former', 'locked'] as const).map((part) =>
  parseRequests(read(`data/tool-requests/${part}.jsonl`), part),
);
const requests = parts.flat();

describe('Our own requests', () => {
  test('are many, more of them locked than open, and none stands in two parts', () => {
    const [open = 0, , locked = 0] = parts.map(({ length }) => length);
    expect(open).toBeGreaterThanOrEqual(200);
    expect(locked).toBeGreaterThan(open);
    expect(new Set(requests.map(({ id }) => id)).size).toBe(requests.length);
    expect(new Set(requests.map(({ query }) => query)).size).toBe(requests.length);
  });

  test('are in each part one in six to ten answered by no tool', () => {
    for (const part of parts) {
      const unserved = part.filter(({ relevant }) => relevant.size === 0).length;
      expect(unserved / part.length).toBeGreaterThan(0.1);
      expect(unserved / part.length).toBeLessThan(0.17);
    }
  });

  test('name tools of servers that the bench starts', () => {
    const started = new Set(SERVERS.map(({ id }) => id));
    const named = new Set(requests.flatMap(({ relevant }) => [...relevant.keys()].map((id) => id.split('/')[0] ?? '')));
    expect([...named].filter((server) => !started.has(server))).toEqual([]);
  });
});

test('The servers that the bench starts are those that its fixture installs', () => {
  const manifest = JSON.parse(read('fixtures/mcp-servers/package.json')) as { dependencies: Record<string, string> };
  expect(SERVERS.map((server) => server.package).toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
});
