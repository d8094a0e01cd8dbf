import { expect, test } from 'vitest';
import { SERVERS } from '../../benches/tools/servers.ts';
import { readWishes } from '../../no-match/examples.ts';

test('At least 250 wishes are served and 250 are not, and none stands there twice', async () => {
  const [served, unserved] = await Promise.all([readWishes('served'), readWishes('unserved')]);
  expect(served.length).toBeGreaterThanOrEqual(250);
  expect(unserved.length).toBeGreaterThanOrEqual(250);
  const queries = [...served, ...unserved].map(({ query }) => query.toLowerCase());
  expect(new Set(queries).size).toBe(queries.length);
});

test('Wishes are served by every server that the bench starts, and by no other', async () => {
  const named = new Set((await readWishes('served')).map(({ group }) => group));
  expect([...named].toSorted()).toEqual(SERVERS.map(({ id }) => id).toSorted());
});

test('Wishes that nothing serves are of many topics', async () => {
  const topics = new Set((await readWishes('unserved')).map(({ group }) => group));
  expect(topics.size).toBeGreaterThanOrEqual(20);
});
