import { expect, test } from 'vitest';
import { type Bench, createBench } from '../cli-harness.ts';

function withKeys(count: number): Bench {
  const bench = createBench();
  for (let at = 1; at <= count; at++) {
    bench.gateway.issue({ name: `key ${at}`, owner: { id: at % 2 === 0 ? 'even' : 'odd' }, tier: 'pro' });
  }
  return bench;
}

const names = (page: Record<string, unknown>) => (page['items'] as { name: string }[]).map(({ name }) => name);

test('prints a table with times as people say them', async () => {
  const { run, gateway, clock } = createBench();
  gateway.issue({
    name: 'CI',
    owner: { id: 'dev@example.com' },
    expiresAt: new Date(clock.now() + 90 * 86_400_000).toISOString(),
  });
  const { code, stdout, stderr } = await run(['keys', 'list']);
  const [head, first] = stdout.split('\n');
  expect(code).toBe(0);
  expect(head).toBe('ID          NAME   OWNER            TIER        ROLE   ENV   STATUS  EXPIRES     LAST USED');
  expect(first).toMatch(/^\w{10} {2}CI {5}dev@example\.com {2}free {8}user {3}live {2}active {2}in 90 days {2}never$/);
  expect(stderr).toBe('');
});

test('--json prints the page with instants', async () => {
  const page = await withKeys(2).json(['keys', 'list']);
  expect(names(page)).toEqual(['key 2', 'key 1', 'admin']);
  expect(page['next_cursor']).toBeNull();
  expect(page['items']).toMatchObject([{ created_at: '2026-01-01T00:00:00.000Z' }, {}, {}]);
});

test('filters go to the gateway', async () => {
  const { json } = withKeys(4);
  expect(names(await json(['keys', 'list', '--owner', 'even']))).toEqual(['key 4', 'key 2']);
  expect(names(await json(['keys', 'list', '--name', 'KEY 3']))).toEqual(['key 3']);
  expect(names(await json(['keys', 'list', '--role', 'admin', '--tier', 'enterprise']))).toEqual(['admin']);
  expect(names(await json(['keys', 'list', '--status', 'revoked', '--env', 'live']))).toEqual([]);
});

test('a page names the cursor of the next', async () => {
  const { run, json } = withKeys(3);
  const first = await json(['keys', 'list', '--limit', '2']);
  expect(names(first)).toEqual(['key 3', 'key 2']);
  const cursor = String(first['next_cursor']);
  expect(names(await json(['keys', 'list', '--limit', '2', '--cursor', cursor]))).toEqual(['key 1', 'admin']);
  expect((await run(['keys', 'list', '--limit', '2'])).stderr).toBe(
    `There are more: add --all, or --cursor ${cursor}\n`,
  );
});

test('--all reads every page and prints one document', async () => {
  const { json, gateway } = withKeys(5);
  const page = await json(['keys', 'list', '--all', '--limit', '2']);
  expect(names(page)).toEqual(['key 5', 'key 4', 'key 3', 'key 2', 'key 1', 'admin']);
  expect(page['next_cursor']).toBeNull();
  expect(gateway.requestsTo('/admin/api/keys')).toBe(3);
});

test('progress is shown where a terminal watches, and leaves no trace', async () => {
  const { run } = withKeys(3);
  const watched = await run(['keys', 'list', '--all', '--limit', '2'], { stderrIsTty: true });
  expect(watched.stderr).toBe('\r\u001b[2K2 keys read…\r\u001b[2K');
  for (const flag of ['--quiet', '--json']) {
    expect((await run(['keys', 'list', '--all', '--limit', '2', flag], { stderrIsTty: true })).stderr).toBe('');
  }
  expect((await run(['keys', 'list', '--all', '--limit', '2'])).stderr).toBe('');
});

test.each(['0', '201', 'x', '-1', '1.5'])('a limit of %s is wrong usage', async (limit) => {
  const { run, gateway } = createBench();
  expect((await run(['keys', 'list', `--limit=${limit}`])).code).toBe(2);
  expect(gateway.requests).toEqual([]);
});

test('an empty list says so beside the empty table', async () => {
  const { stdout, stderr } = await createBench().run(['keys', 'list', '--name', 'nobody']);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(stderr).toBe('No key fits.\n');
});

test('a name cannot act on the terminal, and a long one is cut', async () => {
  const { run, gateway } = createBench();
  // A gateway that did not check: what it stores reaches the terminal through us.
  gateway.issue({ name: `\u001b[2Jevil\u009b31m\u202e${'x'.repeat(60)}`, owner: { id: '\u001b]0;title\u0007me' } });
  const { stdout } = await run(['keys', 'list']);
  expect(stdout.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\u202e]*$/u);
  expect(stdout).toMatch(/evil x{26}… {2}me/);
});

test('a cursor cannot act on the terminal', async () => {
  const { run } = createBench();
  const fetch = () => Promise.resolve(Response.json({ items: [], next_cursor: 'x\u001b]0;owned\u0007y' }));
  const { stderr } = await run(['keys', 'list'], { fetch });
  expect(stderr.replaceAll('\n', '')).toMatch(/^[^\p{Cc}]*--cursor xy$/u);
});

test('wide characters keep the columns straight', async () => {
  const { run, gateway } = createBench();
  gateway.issue({ name: '鍵鍵', owner: { id: 'o' } });
  const rows = (await run(['keys', 'list'])).stdout.split('\n');
  expect(rows[1]).toMatch(/ {2}鍵鍵 {3}o {8}free/);
});

test('colours come with FORCE_COLOR and go with --no-color', async () => {
  const { run } = createBench();
  const forced = await run(['keys', 'list'], { env: { FORCE_COLOR: '1' } });
  expect(forced.stdout).toContain('\u001b[32mactive\u001b[39m');
  expect((await run(['keys', 'list', '--no-color'], { env: { FORCE_COLOR: '1' } })).stdout).not.toContain('\u001b');
});
