import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGuardedFetch, type GuardedFetchOptions, type Resolver } from '../../src/node/guarded-fetch.ts';

const LOCAL = { address: '127.0.0.1', family: 4 };
/** No special range, and nobody's: what is sent there goes nowhere. */
const PUBLIC = { address: '192.0.1.1', family: 4 };

/** A server on this machine that counts its connections and requests. */
async function startServer(location?: (port: number) => string) {
  const seen = { connections: 0, requests: [] as string[], authorization: [] as (string | undefined)[] };
  const server = createServer((request, response) => {
    seen.requests.push(request.url ?? '');
    seen.authorization.push(request.headers.authorization);
    const isRedirect = location !== undefined && request.url === '/';
    response.writeHead(isRedirect ? 307 : 200, isRedirect ? { location: location(port) } : { 'x-server': 'ours' });
    response.end('reached');
  });
  server.on('connection', () => seen.connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, port };
}

/** Answers one list of addresses after the other, the last one again and again. */
function createResolver(...answers: LookupAddress[][]) {
  const asked: string[] = [];
  const resolve: Resolver = (hostname, done) => {
    asked.push(hostname);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    setImmediate(() => done(null, answer ?? []));
  };
  return { resolve, asked };
}

function open(options?: GuardedFetchOptions) {
  const guarded = createGuardedFetch(options);
  onTestFinished(() => guarded.close());
  return guarded.fetch;
}

const NOT_ALLOWED = { code: 'address_not_allowed' };

describe('createGuardedFetch', () => {
  it.each(['127.0.0.1', 'localhost'])('reaches this machine where the URL says so: %s', async (host) => {
    const { port, seen } = await startServer();
    const answer = await open()(`http://${host}:${port}/path`, { headers: { authorization: 'Bearer x' } });
    expect(answer).toBeInstanceOf(Response);
    expect([answer.status, answer.headers.get('x-server'), await answer.text()]).toEqual([200, 'ours', 'reached']);
    expect([seen.requests, seen.authorization]).toEqual([['/path'], ['Bearer x']]);
  });

  it.each([
    ['decimal', 'http://2130706433'],
    ['hexadecimal', 'http://0x7f.1'],
    ['octal', 'http://0177.0.0.1'],
    ['short', 'http://127.1'],
  ])('takes an odd spelling of loopback for what it is: %s', async (_, url) => {
    const { port } = await startServer();
    expect((await open()(`${url}:${port}/`)).status).toBe(200);
  });

  it('does not follow a server elsewhere to this machine', async () => {
    const { port, seen } = await startServer((own) => `http://127.0.0.1:${own}/loot`);
    const { resolve } = createResolver([LOCAL]);
    const privateHosts = ['remote.example.com'];
    const elsewhere = open({ resolve, privateHosts })(`http://remote.example.com:${port}/`);
    await expect(elsewhere).rejects.toMatchObject(NOT_ALLOWED);
    expect(seen.requests).toEqual(['/']);
    const wanted = open({ resolve, privateHosts: [...privateHosts, '127.0.0.1'] });
    expect((await wanted(`http://remote.example.com:${port}/`)).status).toBe(200);
    expect((await open()(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it.each([
    'https://10.0.0.1/',
    'https://192.168.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://2852039166/',
    'https://[::ffff:169.254.169.254]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://0.0.0.0/',
    'https://[::]/',
    'https://100.64.0.1/',
  ])('refuses a private address: %s', async (url) => {
    await expect(open()(url)).rejects.toMatchObject(NOT_ALLOWED);
  });

  it.each([
    ['this machine', LOCAL],
    ['the network of this machine', { address: '192.168.7.7', family: 4 }],
    ['the metadata of a cloud', { address: '169.254.169.254', family: 4 }],
    ['this machine in IPv6', { address: '::1', family: 6 }],
    ['this machine in disguise', { address: '::ffff:127.0.0.1', family: 6 }],
    ['every address of this machine', { address: '0.0.0.0', family: 4 }],
  ])('refuses a name that resolves to %s', async (_, address) => {
    const { port, seen } = await startServer();
    const { resolve } = createResolver([address]);
    await expect(open({ resolve })(`https://rebound.example.com:${port}/`)).rejects.toMatchObject(NOT_ALLOWED);
    expect(seen.connections).toBe(0);
  });

  it('refuses a name with one private address among public ones', async () => {
    const { resolve } = createResolver([PUBLIC, LOCAL]);
    await expect(open({ resolve })('https://mixed.example.com/')).rejects.toMatchObject(NOT_ALLOWED);
  });

  it('refuses localhost itself when it resolves to another machine', async () => {
    const { resolve } = createResolver([{ address: '10.0.0.1', family: 4 }]);
    await expect(open({ resolve })('http://localhost/')).rejects.toMatchObject(NOT_ALLOWED);
    const { resolve: elsewhere } = createResolver([PUBLIC]);
    await expect(open({ resolve: elsewhere })('http://localhost/')).rejects.toMatchObject(NOT_ALLOWED);
  });

  it('takes no name for this machine that only looks like it', async () => {
    const { port, seen } = await startServer();
    for (const host of ['localhost.example.com', '127.0.0.1.example.com', 'x.localhost', 'localhost.']) {
      const { resolve } = createResolver([LOCAL]);
      await expect(open({ resolve })(`http://${host}:${port}/`)).rejects.toMatchObject(NOT_ALLOWED);
    }
    expect(seen.connections).toBe(0);
  });

  it('does not ask for a name again between check and dial: a second answer has no effect', async () => {
    const { port, seen } = await startServer();
    const answers = createResolver([PUBLIC], [LOCAL]);
    const dialled = new AbortController();
    const resolve: Resolver = (hostname, done) =>
      answers.resolve(hostname, (error, addresses) => {
        done(error, addresses);
        // The public address is being dialled now: it fails at once where there is no network, and answers nobody elsewhere.
        setImmediate(() => dialled.abort(new Error('dialled')));
      });
    const fetch = open({ resolve });
    const url = `https://rebinding.example.com:${port}/`;
    await expect(fetch(url, { signal: dialled.signal })).rejects.not.toMatchObject(NOT_ALLOWED);
    expect([answers.asked, seen.connections]).toEqual([['rebinding.example.com'], 0]);
    await expect(fetch(url)).rejects.toMatchObject(NOT_ALLOWED);
    expect([answers.asked.length, seen.connections]).toEqual([2, 0]);
  });

  it('checks a name again for each new connection', async () => {
    const { port, seen } = await startServer();
    const { resolve, asked } = createResolver([LOCAL], [{ address: '10.0.0.1', family: 4 }]);
    const fetch = open({ resolve });
    const url = `http://localhost:${port}/`;
    expect((await fetch(url, { headers: { connection: 'close' } })).status).toBe(200);
    await expect(fetch(url)).rejects.toMatchObject(NOT_ALLOWED);
    expect([asked, seen.requests.length]).toEqual([['localhost', 'localhost'], 1]);
  });

  it('reaches a private name that is listed, dialling the address that was resolved', async () => {
    const { port, seen } = await startServer();
    const { resolve, asked } = createResolver([LOCAL]);
    const fetch = open({ resolve, privateHosts: ['mcp.internal', '*.corp.example'] });
    for (const host of ['mcp.internal', 'MCP.internal', 'a.corp.example', 'b.a.corp.example']) {
      expect((await fetch(`http://${host}:${port}/`)).status).toBe(200);
    }
    for (const host of ['other.internal', 'corp.example', 'evilcorp.example', 'mcp.internal.example.com']) {
      await expect(fetch(`http://${host}:${port}/`)).rejects.toMatchObject(NOT_ALLOWED);
    }
    expect([seen.requests.length, asked.includes('corp.example')]).toEqual([4, false]);
  });

  it('reaches all private addresses where that is written out', async () => {
    const { port } = await startServer();
    const { resolve } = createResolver([LOCAL]);
    expect((await open({ resolve, privateHosts: 'allow' })(`http://anything.example.com:${port}/`)).status).toBe(200);
  });

  it('reaches the hosts of a list alone, and none when it is empty', async () => {
    const { port } = await startServer();
    const { resolve, asked } = createResolver([PUBLIC]);
    await expect(open({ allowHosts: [] })(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(NOT_ALLOWED);
    await expect(open({ resolve, allowHosts: ['a.example.com'] })('https://b.example.com/')).rejects.toMatchObject(
      NOT_ALLOWED,
    );
    expect((await open({ allowHosts: ['127.0.0.1'] })(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect(asked).toEqual([]);
  });

  it('refuses http to another machine', async () => {
    const { resolve, asked } = createResolver([PUBLIC]);
    await expect(open({ resolve })('http://mcp.example.com/')).rejects.toMatchObject(NOT_ALLOWED);
    expect(asked).toEqual([]);
  });

  it('checks where a redirect leads', async () => {
    const { resolve } = createResolver([LOCAL]);
    const inside = await startServer((port) => `http://rebound.example.com:${port}/secret`);
    await expect(open({ resolve })(`http://127.0.0.1:${inside.port}/`)).rejects.toMatchObject(NOT_ALLOWED);
    const metadata = await startServer(() => 'http://169.254.169.254/');
    await expect(open()(`http://127.0.0.1:${metadata.port}/`)).rejects.toMatchObject(NOT_ALLOWED);
    expect([inside.seen.requests, metadata.seen.requests]).toEqual([['/'], ['/']]);
  });

  it('hands a redirect over where it is told to', async () => {
    const { port } = await startServer(() => '/next');
    const answer = await open()(`http://127.0.0.1:${port}/`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([307, '/next']);
  });

  it('hands over failures that are none of its own', async () => {
    const resolve: Resolver = (_, done) => done(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), []);
    await expect(open({ resolve })('https://nowhere.example.com/')).rejects.toThrow(TypeError);
  });

  it('keeps its connections, and ends them when it is closed', async () => {
    const { port, seen } = await startServer();
    const guarded = createGuardedFetch();
    for (let at = 0; at < 10; at++) await (await guarded.fetch(`http://127.0.0.1:${port}/`)).text();
    expect(seen.connections).toBeLessThan(5);
    await guarded.close();
    await guarded.close();
    await expect(guarded.fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  it.each(['https://example.com', 'example.com:443', '[::1]:443', 'a b', '', '*', 'user@example.com'])(
    'takes no host for %o',
    (host) => {
      expect(() => createGuardedFetch({ allowHosts: [host] })).toThrow(TypeError);
      expect(() => createGuardedFetch({ privateHosts: [host] })).toThrow(TypeError);
    },
  );
});
