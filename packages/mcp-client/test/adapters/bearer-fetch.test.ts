import { inspect } from 'node:util';
import { type CredentialSource, Secret } from '@wicketgate/core';
import { createCredentialChain, explicitLink, sessionLink } from '@wicketgate/core/auth';
import { describe, expect, it } from 'vitest';
import { bearerFetch } from '../../src/adapters/bearer-fetch.ts';
import type { Challenge, ServerCredential, ServerFetch } from '../../src/words/credential.ts';
import { McpError } from '../../src/words/errors.ts';

const SERVER = 'https://mcp.example.com/mcp';
const OLD = 'planted-old-token-0001';
const NEW = 'planted-new-token-0002';

/** A server that takes one token, and notes what it was shown. */
function createServer(accepted: string, refusal: () => Response = () => new Response(null, { status: 401 })) {
  const shown: { readonly url: string; readonly authorization: string | null; readonly body: unknown }[] = [];
  const fetch: ServerFetch = (url, init) => {
    const authorization = new Headers(init?.headers).get('authorization');
    shown.push({ url: String(url), authorization, body: init?.body });
    return Promise.resolve(authorization === `Bearer ${accepted}` ? new Response('{}') : refusal());
  };
  return { fetch, shown };
}

function createSource(first: string | undefined, next?: string) {
  const renewed: string[] = [];
  const source: CredentialSource = {
    credential: () => Promise.resolve(first === undefined ? undefined : new Secret(first)),
    renew: (refused) => {
      renewed.push(refused.reveal());
      return Promise.resolve(next === undefined ? undefined : new Secret(next));
    },
  };
  return { source, renewed };
}

const scopeWanted = (scope: string) => () =>
  new Response(null, {
    status: 403,
    headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  });

describe('bearerFetch', () => {
  it('shows the credential to the server, and keeps the other headers', async () => {
    const seen: Headers[] = [];
    const fetch: ServerFetch = (_, init) => {
      seen.push(new Headers(init?.headers));
      return Promise.resolve(new Response('{}'));
    };
    const ours = bearerFetch({ fetch, serverUrl: SERVER, credential: createSource(NEW).source });
    await ours(SERVER, { method: 'POST', headers: { accept: 'text/event-stream' }, body: '{}' });
    expect(Object.fromEntries(seen[0] ?? [])).toEqual({ accept: 'text/event-stream', authorization: `Bearer ${NEW}` });
  });

  it.each([
    'https://other.example.com/mcp',
    'http://mcp.example.com/mcp',
    'https://mcp.example.com:8443/mcp',
    'https://mcp.example.com.evil.example/mcp',
  ])('shows nothing to another origin: %s', async (elsewhere) => {
    const { fetch, shown } = createServer(NEW);
    const { source, renewed } = createSource(NEW);
    const ours = bearerFetch({ fetch, serverUrl: SERVER, credential: source });
    expect((await ours(elsewhere)).status).toBe(401);
    expect(shown.map(({ authorization }) => authorization)).toEqual([null]);
    expect(renewed).toEqual([]);
  });

  it('shows it on every path of the origin, since a server may name another one for its messages', async () => {
    const { fetch, shown } = createServer(NEW);
    const ours = bearerFetch({ fetch, serverUrl: SERVER, credential: createSource(NEW).source });
    await ours(new URL('/messages?session=1', SERVER));
    expect(shown[0]?.authorization).toBe(`Bearer ${NEW}`);
  });

  it('sends without one when there is none, and leaves the 401 as it came', async () => {
    const { fetch, shown } = createServer(NEW, () => new Response('who are you', { status: 401 }));
    const { source, renewed } = createSource(undefined, NEW);
    const answer = await bearerFetch({ fetch, serverUrl: SERVER, credential: source })(SERVER);
    expect([answer.status, await answer.text()]).toEqual([401, 'who are you']);
    expect([shown.length, renewed.length]).toEqual([1, 0]);
  });

  it('has a refused credential renewed, and sends the same request once more', async () => {
    const { fetch, shown } = createServer(NEW);
    const { source, renewed } = createSource(OLD, NEW);
    const ours = bearerFetch({ fetch, serverUrl: SERVER, credential: source });
    const answer = await ours(SERVER, { method: 'POST', body: '{"id":1}' });
    expect(answer.status).toBe(200);
    expect(renewed).toEqual([OLD]);
    expect(shown.map(({ authorization, body }) => [authorization, body])).toEqual([
      [`Bearer ${OLD}`, '{"id":1}'],
      [`Bearer ${NEW}`, '{"id":1}'],
    ]);
  });

  it('asks for one renewal when ten requests are refused at once', async () => {
    const { fetch, shown } = createServer(NEW);
    const { source, renewed } = createSource(OLD, NEW);
    const ours = bearerFetch({ fetch, serverUrl: SERVER, credential: source });
    const answers = await Promise.all(Array.from({ length: 10 }, () => ours(SERVER)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(renewed).toEqual([OLD]);
    expect(shown).toHaveLength(20);
  });

  it('does not renew a credential that has changed while the request was under way', async () => {
    const { fetch } = createServer(NEW);
    const { source, renewed } = createSource(OLD, 'planted-third-token-0003');
    let asked = 0;
    const changing: CredentialSource = {
      ...source,
      credential: () => Promise.resolve(new Secret(asked++ === 0 ? OLD : NEW)),
    };
    const answer = await bearerFetch({ fetch, serverUrl: SERVER, credential: changing })(SERVER);
    expect([answer.status, renewed]).toEqual([200, []]);
  });

  it('gives up after the second refusal, and hands it on', async () => {
    const { fetch, shown } = createServer('another');
    const { source, renewed } = createSource(OLD, NEW);
    const answer = await bearerFetch({ fetch, serverUrl: SERVER, credential: source })(SERVER);
    expect([answer.status, shown.length, renewed.length]).toEqual([401, 2, 1]);
  });

  it('hands the refusal on when there is no other credential', async () => {
    const { fetch, shown } = createServer(NEW, () => new Response('no', { status: 401 }));
    const { source } = createSource(OLD);
    const answer = await bearerFetch({ fetch, serverUrl: SERVER, credential: source })(SERVER);
    expect([answer.status, await answer.text(), shown.length]).toEqual([401, 'no', 1]);
  });

  it('never sends a body twice that can be read only once', async () => {
    const { fetch, shown } = createServer(NEW);
    const { source, renewed } = createSource(OLD, NEW);
    const body = new ReadableStream();
    const answer = await bearerFetch({ fetch, serverUrl: SERVER, credential: source })(SERVER, {
      method: 'POST',
      body,
    });
    expect([answer.status, shown.length, renewed.length]).toEqual([401, 1, 0]);
  });

  it('leaves a 403 alone where the credential cannot ask for more', async () => {
    const { fetch, shown } = createServer('another', scopeWanted('files:write'));
    const { source, renewed } = createSource(OLD, NEW);
    const answer = await bearerFetch({ fetch, serverUrl: SERVER, credential: source })(SERVER);
    expect([answer.status, shown.length, renewed.length]).toEqual([403, 1, 0]);
  });

  it('has more scope asked for where that is possible, and for want of scope alone', async () => {
    const met: Challenge[] = [];
    const credential: ServerCredential = {
      credential: () => Promise.resolve(new Secret(OLD)),
      challenged: (challenge) => {
        met.push(challenge);
        return Promise.resolve(new Secret(NEW));
      },
    };
    const wanting = createServer(NEW, scopeWanted('files:write'));
    const answer = await bearerFetch({ fetch: wanting.fetch, serverUrl: SERVER, credential })(SERVER);
    expect(answer.status).toBe(200);
    expect(met).toMatchObject([{ status: 403, scope: 'files:write' }]);

    const forbidding = createServer(NEW, () => new Response(null, { status: 403 }));
    expect((await bearerFetch({ fetch: forbidding.fetch, serverUrl: SERVER, credential })(SERVER)).status).toBe(403);
    expect([met.length, forbidding.shown.length]).toEqual([1, 1]);
  });

  it('meets a 401 and a 403 of one request once each, and no more', async () => {
    const answers = [401, 403, 401, 200];
    const header = { 'www-authenticate': 'Bearer error="insufficient_scope", scope="a"' };
    const fetch: ServerFetch = () =>
      Promise.resolve(new Response(null, { status: answers.shift() ?? 200, headers: header }));
    let made = 0;
    const credential: ServerCredential = {
      credential: () => Promise.resolve(undefined),
      challenged: () => Promise.resolve(new Secret(`planted-token-number-${made++}`)),
    };
    expect((await bearerFetch({ fetch, serverUrl: SERVER, credential })(SERVER)).status).toBe(401);
    expect(made).toBe(2);
  });

  it('throws what the renewal throws, without the credential in it', async () => {
    const { fetch } = createServer(NEW);
    const error = new McpError('server_unreachable', 'The authorization server cannot be reached.');
    const credential: ServerCredential = {
      credential: () => Promise.resolve(new Secret(OLD)),
      challenged: () => Promise.reject(error),
    };
    const thrown = await bearerFetch({ fetch, serverUrl: SERVER, credential })(SERVER).catch(
      (reason: unknown) => reason,
    );
    expect(thrown).toBe(error);
    expect(inspect(thrown)).not.toContain(OLD);
  });

  it('lets a caller go whose signal is aborted, and goes on renewing for the others', async () => {
    const { fetch } = createServer(NEW);
    let finish: (secret: Secret) => void = () => undefined;
    const renewal = new Promise<Secret>((resolve) => (finish = resolve));
    let begin: () => void = () => undefined;
    const started = new Promise<void>((resolve) => (begin = resolve));
    const credential: ServerCredential = {
      credential: () => Promise.resolve(new Secret(OLD)),
      challenged: () => {
        begin();
        return renewal;
      },
    };
    const ours = bearerFetch({ fetch, serverUrl: SERVER, credential });
    const leaving = new AbortController();
    const [gone, stays] = [ours(SERVER, { signal: leaving.signal }), ours(SERVER)];
    await started;
    leaving.abort(new Error('enough'));
    await expect(gone).rejects.toThrow('enough');
    finish(new Secret(NEW));
    expect((await stays).status).toBe(200);
  });

  it('takes a chain of core, which asks the link that gave the refused credential and no other', async () => {
    const { fetch } = createServer(NEW);
    const { source, renewed } = createSource(OLD, NEW);
    const chain = createCredentialChain([explicitLink(undefined, 'option'), sessionLink(source, 'sign-in')]);
    const ours = bearerFetch({ fetch, serverUrl: SERVER, credential: chain });
    expect((await ours(SERVER)).status).toBe(200);
    expect(renewed).toEqual([OLD]);

    const fixed = createCredentialChain([explicitLink(new Secret(OLD), 'option'), sessionLink(source, 'sign-in')]);
    expect((await bearerFetch({ fetch, serverUrl: SERVER, credential: fixed })(SERVER)).status).toBe(401);
    expect(renewed).toEqual([OLD]);
  });

  it('puts what proves a key next to the network, for the server alone', async () => {
    const { fetch, shown } = createServer(NEW);
    const credential: ServerCredential = {
      credential: () => Promise.resolve(new Secret(NEW)),
      proving: (next) => (url, init) => next(`${String(url)}?proved`, init),
    };
    const ours = bearerFetch({ fetch, serverUrl: SERVER, credential });
    await ours(SERVER);
    await ours('https://other.example.com/');
    expect(shown.map(({ url }) => url)).toEqual([`${SERVER}?proved`, 'https://other.example.com/']);
  });
});
