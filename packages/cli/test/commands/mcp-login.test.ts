import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createPerson } from '../../../mcp-client/test/services/auth/oidc-house.ts';
import { createAuthority, SERVER } from '../../../mcp-client/test/services/auth/oauth-world.ts';
import type { RunOptions } from '../cli-harness.ts';
import { type FakeKeyring, fakeKeyring, lockedKeyring } from '../keyrings.ts';
import { createMcpBench, type McpBench, toolServer } from '../mcp-bench.ts';
import { docsServer, pollingClock, startDocs, typingCode } from '../mcp-sign-in-bench.ts';

// A real authorization server, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

let bench: McpBench;
let keyring: FakeKeyring;
let house: Awaited<ReturnType<typeof startDocs>>;

beforeEach(async () => {
  bench = createMcpBench();
  keyring = fakeKeyring();
  house = await startDocs();
  bench.servers({ docs: { url: house.resource } });
});

/** Without a key for the gateway, so that nothing else could open the server. */
const run = (argv: readonly string[], options: RunOptions = {}) =>
  bench.run(argv, { clock: pollingClock, key: null, keyring, ...options });

const loginByCode = (argv: readonly string[] = ['docs'], options: RunOptions = {}) =>
  run(['mcp', 'login', ...argv, '--device'], { meanwhile: typingCode(), ...options });

/** The environment of a desktop whose browser writes down the page that it is given, and somebody who goes on from there. */
function desktop() {
  const note = join(bench.folder, 'page');
  const script = `#!/bin/sh\necho "$@" > '${note}.part'\n/bin/mv '${note}.part' '${note}'\n`;
  writeFileSync(join(bench.folder, 'xdg-open'), script);
  chmodSync(join(bench.folder, 'xdg-open'), 0o755);
  const person = createPerson();
  let done = false;
  const meanwhile: RunOptions['meanwhile'] = async () => {
    if (done || !existsSync(note)) return;
    done = true;
    await person.goOn(readFileSync(note, 'utf8').trim());
  };
  return { env: { PATH: bench.folder, DISPLAY: ':0' }, meanwhile, note };
}

/** The access tokens that it holds. */
function tokensIn({ entries }: FakeKeyring): readonly string[] {
  const records = [...entries.values()].filter((record) => record.startsWith('{'));
  return records.flatMap((record) => (JSON.parse(record) as { accessToken?: string }).accessToken ?? []);
}

const WANTED = 'The server wants a sign-in: run `wicketgate mcp login docs`.';

describe('without a sign-in', () => {
  test.each([
    [['tools', 'list']],
    [['tools', 'call', 'docs/whoami']],
    [['mcp', 'test', 'docs']],
    [['mcp', 'test', 'docs', '--json']],
  ])('%j says how to sign in, asks nobody, and exits with 3', async (argv) => {
    const { code, stderr } = await run(argv, desktop());
    expect(code).toBe(3);
    expect(stderr).toContain(WANTED);
    expect(existsSync(join(bench.folder, 'page'))).toBe(false);
    expect(keyring.closed()).toBe(0);
  });

  test('mcp servers says so, and that nobody is signed in', async () => {
    bench.servers({ docs: { url: house.resource }, demo: toolServer() });
    const { code, stdout, stderr } = await run(['mcp', 'servers', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      servers: [
        {
          id: 'docs',
          signed_in: false,
          problem: { code: 'unauthorized', message: expect.stringContaining(WANTED) as string },
        },
        { id: 'demo', signed_in: null, problem: null },
      ],
    });
  });

  test('a server of an address is signed in at by its address', async () => {
    const { code, stderr } = await run(['tools', 'list', '--server-url', house.resource]);
    expect(code).toBe(3);
    expect(stderr).toContain(`run \`wicketgate mcp login --server-url ${house.resource}\``);
  });
});

describe('mcp login', () => {
  test('by a code: every command uses the sign-in from then on, and refreshes it', async () => {
    const { code, stdout, stderr } = await loginByCode();
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Signed in at docs, by ${house.provider.url}. The sign-in is in the keyring (Memory).\n`,
    });
    expect(stderr).toContain('and type this code there:');
    expect(await run(['tools', 'call', 'docs/whoami'])).toEqual({ code: 0, stdout: 'anna\n', stderr: '' });
    // Tokens of twenty seconds are refreshed before each use.
    expect(await run(['tools', 'call', 'whoami'])).toMatchObject({ code: 0, stdout: 'anna\n' });
    const servers = await run(['mcp', 'servers']);
    expect(servers.stdout).toMatch(/^docs +ready, signed in +2026-07-28 +1 /m);
  });

  test('by the browser of this machine, and again over the same registration', async () => {
    const first = desktop();
    const { code, stderr } = await run(['mcp', 'login'], first);
    expect(code).toBe(0);
    expect(stderr).toContain('Your browser shows a page of the sign-in for docs now.');
    expect((await run(['tools', 'list', '--refresh'])).code).toBe(0);
    rmSync(first.note);
    expect((await run(['mcp', 'login', 'docs', '--browser'], desktop())).code).toBe(0);
    expect(house.provider.asked.filter((line) => line === 'POST /reg')).toHaveLength(1);
  });

  test('--json tells each step in a line, and nothing else', async () => {
    const { code, stdout, stderr } = await loginByCode(['docs', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [first, second, ...rest] = stdout.trim().split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({ event: 'code', user_code: expect.any(String) as string });
    expect(JSON.parse(second ?? '')).toMatchObject({
      ...{ event: 'signed_in', server: 'docs', issuer: house.provider.url, store: 'keyring' },
      scopes: ['files:read'],
    });
    expect(rest).toEqual([]);
  });

  test('a terminal gets a QR code, unless none is wanted', async () => {
    const shown = { meanwhile: typingCode(), stderrIsTty: true, columns: 120 };
    expect((await loginByCode(['docs'], shown)).stderr).toContain('█▀▀');
    const without = { meanwhile: typingCode(), stderrIsTty: true, columns: 120 };
    expect((await loginByCode(['docs', '--qr', 'none'], without)).stderr).not.toContain('█▀▀');
  });

  test.each([
    ['a plain file', 'plain', {}],
    ['the encrypted file', 'file', { WICKETGATE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }],
  ] as const)('keeps the sign-in in %s when that is wanted, and finds it there', async (_, store, env) => {
    expect((await loginByCode(['docs', '--store', store], { env, meanwhile: typingCode() })).code).toBe(0);
    expect(tokensIn(keyring)).toEqual([]);
    expect(await run(['tools', 'call', 'whoami'], { env })).toMatchObject({ code: 0, stdout: 'anna\n' });
  });

  test('in another store ends the sign-in of the first', async () => {
    await loginByCode();
    const before = house.provider.asked.length;
    await loginByCode(['docs', '--store', 'plain']);
    expect(house.provider.asked.slice(before)).toContain('POST /token/revocation');
    // The registration stays, the sign-in does not.
    expect(tokensIn(keyring)).toEqual([]);
    expect((await run(['tools', 'call', 'whoami'], { keyring: lockedKeyring(keyring) })).code).toBe(0);
  });

  test('an interrupt while the code is waited for exits with 130, and nobody is signed in', async () => {
    const interrupt = new AbortController();
    const { code } = await loginByCode(['docs'], {
      signal: interrupt.signal,
      meanwhile: ({ stderr }) => {
        if (stderr.includes('type this code')) interrupt.abort();
      },
    });
    expect(code).toBe(130);
    expect((await run(['tools', 'list'])).stderr).toContain(WANTED);
  });

  test.each([
    [['demo'], 'it is a program on this machine'],
    [['keyed'], 'its entry says what speaks for you there'],
    [['gate'], 'its entry says what speaks for you there'],
    [[], 'Name the server.'],
    [['docs', '--server-url', 'https://example.com/mcp'], 'does not go with --server-url'],
    [['docs', '--device', '--browser'], 'Use one of'],
    [['docs', '--client-id', 'ours'], '--client-id and --issuer go together'],
  ])('%j is wrong usage', async (argv, message) => {
    bench.servers({
      docs: { url: house.resource },
      wiki: { url: 'https://wiki.example.com/mcp' },
      keyed: { url: 'https://keyed.example.com/mcp', headers: { Authorization: 'Bearer ${env:TOKEN}' } },
      gate: { url: 'https://gateway.example.com/mcp', credential: 'wicketgate' },
      demo: toolServer(),
    });
    const { code, stdout, stderr } = await run(['mcp', 'login', ...argv], { env: { TOKEN: 'x' } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('a client that was registered for one authorization server is not shown to another', async () => {
    const before = house.provider.asked.length;
    const argv = ['docs', '--client-id', 'ours', '--issuer', 'https://other.example.com'];
    const { code, stderr } = await loginByCode([...argv, '--client-secret-env', 'THEIR_SECRET'], {
      env: { THEIR_SECRET: 'canary-secret-0123456789' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain('another issuer than the client was registered at');
    expect(stderr).not.toContain('canary');
    expect(house.provider.asked.slice(before).filter((line) => line.startsWith('POST'))).toEqual([]);
  });
});

test('a keyring that is locked afterwards is told of as such, and not as a lost connection', async () => {
  await loginByCode();
  const { code, stderr } = await run(['tools', 'list', '--refresh'], { keyring: lockedKeyring(keyring) });
  expect(code).toBe(3);
  expect(stderr).toContain('The keyring is locked.');
  expect(stderr).not.toContain('connection_lost');
});

test('mcp logout forgets the sign-in here and ends it there', async () => {
  await loginByCode();
  const out = await run(['mcp', 'logout', 'docs']);
  expect(out).toEqual({ code: 0, stdout: 'Signed out at docs.\n', stderr: '' });
  expect(house.provider.asked.at(-1)).toBe('POST /token/revocation');
  expect((await run(['tools', 'list'])).stderr).toContain(WANTED);
  expect(await run(['mcp', 'logout', 'docs', '--json'])).toMatchObject({ code: 0 });
  expect((await run(['mcp', 'logout', 'docs'])).stdout).toBe('Nobody was signed in at docs.\n');
});

test('mcp logout says so where the server that gave the tokens could not be told', async () => {
  await loginByCode();
  const serverFetch: RunOptions['serverFetch'] = () => Promise.reject(new TypeError('fetch failed'));
  const { code, stdout, stderr } = await run(['mcp', 'logout', 'docs'], { serverFetch });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Signed out at docs.\n' });
  expect(stderr).toContain('was not told: it takes them until they end.');
  expect(tokensIn(keyring)).toEqual([]);
});

describe('mcp remove', () => {
  const own = () => readFileSync(bench.at('config/mcp.json'), 'utf8');
  const revocations = () => house.provider.asked.filter((line) => line === 'POST /token/revocation').length;

  test('ends the sign-in of the server, here and there', async () => {
    await loginByCode();
    const { code, stdout, stderr } = await run(['mcp', 'remove', 'docs']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`docs is no longer in ${bench.at('config/mcp.json')}.\nSigned out at docs.\n`);
    expect([tokensIn(keyring), revocations()]).toEqual([[], 1]);
    bench.servers({ docs: { url: house.resource } });
    expect((await run(['tools', 'list'])).stderr).toContain(WANTED);
  });

  test('ends that of one that is switched off, too', async () => {
    await loginByCode();
    bench.servers({ docs: { url: house.resource, disabled: true } });
    const { stdout } = await run(['mcp', 'remove', 'docs', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'docs', removed: true, sign_in: 'ended', revoked: true });
    expect(tokensIn(keyring)).toEqual([]);
  });

  test('leaves a sign-in that another entry uses', async () => {
    await loginByCode();
    bench.servers({ docs: { url: house.resource }, same: { url: house.resource }, other: toolServer() });
    const { stdout } = await run(['mcp', 'remove', 'docs']);
    expect(stdout).toContain('The sign-in stays: same has the same address.');
    expect([tokensIn(keyring).length, revocations()]).toEqual([1, 0]);
    expect((await run(['tools', 'call', 'same/whoami'])).stdout).toBe('anna\n');
  });

  test('asks no file of a project that nobody allowed', async () => {
    await loginByCode();
    bench.write('project/.mcp.json', { mcpServers: { evil: { type: 'http', url: house.resource } } });
    const { stdout } = await run(['mcp', 'remove', 'docs']);
    expect(stdout).toContain('Signed out at docs.');
    expect([tokensIn(keyring), revocations()]).toEqual([[], 1]);
  });

  test('takes the server out, and forgets its tokens, also where no network is', async () => {
    await loginByCode();
    const serverFetch: RunOptions['serverFetch'] = () => Promise.reject(new TypeError('fetch failed'));
    const { code, stdout, stderr } = await run(['mcp', 'remove', 'docs'], { serverFetch });
    expect(code).toBe(0);
    expect(stdout).toContain('Signed out at docs.');
    expect(stderr).toContain('was not told');
    expect([tokensIn(keyring), own()]).toEqual([[], expect.not.stringContaining('docs') as string]);
  });

  test('takes the server out also where the store stays shut, and says what is left', async () => {
    await loginByCode();
    const { code, stdout, stderr } = await run(['mcp', 'remove', 'docs'], { keyring: lockedKeyring(keyring) });
    expect(code).toBe(3);
    expect(stdout).toBe(`docs is no longer in ${bench.at('config/mcp.json')}.\n`);
    expect(stderr).toContain(
      `Its sign-in may still be there. When that works again: \`wicketgate mcp logout --server-url`,
    );
    expect(own()).not.toContain('docs');
    expect((await run(['mcp', 'logout', '--server-url', house.resource])).stdout).toContain('Signed out at');
    expect(tokensIn(keyring)).toEqual([]);
  });

  test('opens no store where nobody is signed in', async () => {
    const { stdout } = await run(['mcp', 'remove', 'docs', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ removed: true, sign_in: 'none', revoked: false });
    expect(keyring.closed()).toBe(0);
  });
});

test('a sign-in that its server has ended is told of, with what to do, and no longer shown as one', async () => {
  const authority = createAuthority({ device: 'approved' });
  const serverFetch: RunOptions['serverFetch'] = async (url, init) => {
    const request = new Request(url, init);
    const answer = await authority.handle(request.clone());
    return request.url === SERVER && answer.ok ? createMcpHandler(docsServer).fetch(request) : answer;
  };
  bench.servers({ docs: { url: SERVER } });
  expect((await run(['mcp', 'login', '--device'], { serverFetch })).code).toBe(0);
  expect((await run(['tools', 'call', 'whoami'], { serverFetch })).stdout).toBe('anna\n');
  authority.expireAccess();
  authority.forgetGrants();
  const { code, stderr } = await run(['tools', 'call', 'whoami'], { serverFetch });
  expect(code).toBe(3);
  expect(stderr).toContain('The server wants another sign-in: run `wicketgate mcp login docs`.');
  const { stdout } = await run(['mcp', 'servers', '--json'], { serverFetch });
  expect(JSON.parse(stdout)).toMatchObject({ servers: [{ signed_in: false }] });
});

test('completion knows the tools of a server that somebody is signed in at, and opens no store', async () => {
  await loginByCode();
  await run(['tools', 'list']);
  const before = keyring.closed();
  expect((await run(['completion', 'bash'])).stdout).toContain("'/tools/call') words='docs/whoami'");
  expect(keyring.closed()).toBe(before);
});

test('no file of a run holds a token, and no output does', async () => {
  const texts = [await loginByCode(), await run(['tools', 'list']), await run(['mcp', 'servers', '--json'])];
  const tokens = tokensIn(keyring);
  expect(tokens).toHaveLength(1);
  const files = readdirSync(bench.folder, { recursive: true, encoding: 'utf8' }).map((name) => bench.at(name));
  const written = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'utf8'));
  for (const token of tokens) {
    expect(written.join('\n')).not.toContain(token);
    expect(JSON.stringify(texts)).not.toContain(token);
  }
});
