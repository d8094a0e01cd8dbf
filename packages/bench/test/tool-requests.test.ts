import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SERVERS } from '../benches/tools/servers.ts';
import { parseRequests } from '../src/tool-sets.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

const halves = (['open', 'locked'] as const).map((half) =>
  parseRequests(read(`data/tool-requests/${half}.jsonl`), half),
);
const requests = halves.flat();

describe('Our own requests', () => {
  test('are many, in two halves as big as each other, and none stands in both', () => {
    expect(requests.length).toBeGreaterThanOrEqual(320);
    const [open = 0, locked = 0] = halves.map(({ length }) => length);
    expect(Math.abs(open - locked)).toBeLessThanOrEqual(2);
    expect(new Set(requests.map(({ id }) => id)).size).toBe(requests.length);
    expect(new Set(requests.map(({ query }) => query)).size).toBe(requests.length);
  });

  test('are in each half about one in nine answered by no tool', () => {
    for (const half of halves) {
      const unserved = half.filter(({ relevant }) => relevant.size === 0).length;
      expect(unserved / half.length).toBeGreaterThan(0.1);
      expect(unserved / half.length).toBeLessThan(0.13);
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
