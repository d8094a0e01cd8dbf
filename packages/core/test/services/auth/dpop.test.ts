import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../../src/ports/fetch.ts';
import { createBrowserLogin } from '../../../src/services/auth/browser-login.ts';
import { createGatewayClient } from '../../../src/services/gateway-client.ts';
import { createSignInWorld, jsonAnswer, METADATA_PATH, TOKEN_PATH } from '../../sign-in-world.ts';

/** A gateway that binds every token to a key, as seen from outside. */
async function createBindingWorld() {
  const world = createSignInWorld();
  const metadata = (await (await world.gateway.fetch(world.gateway.url + METADATA_PATH)).json()) as object;
  const proofs: { readonly path: string; readonly proof: string; readonly authorization: string | undefined }[] = [];
  const fetch: Fetch = async (url, init) => {
    const path = new URL(url).pathname;
    const { dpop, authorization } = init.headers;
    if (dpop !== undefined) proofs.push({ path, proof: dpop, authorization });
    if (path === METADATA_PATH) return jsonAnswer(200, { ...metadata, dpop_required: true });
    const bearer = authorization === undefined ? {} : { authorization: authorization.replace(/^DPoP /, 'Bearer ') };
    const answer = await world.options.fetch(url, { ...init, headers: { ...init.headers, ...bearer } });
    if (path !== TOKEN_PATH || answer.status !== 200) return answer;
    return jsonAnswer(200, { ...((await (answer as Response).json()) as object), token_type: 'DPoP' });
  };
  return { world, fetch, proofs, thumbprint };
}

async function thumbprint(proof: string): Promise<string> {
  return calculateJwkThumbprint(decodeProtectedHeader(proof).jwk ?? {});
}

describe('tokens that are bound to a key', () => {
  it('are asked for with a proof, refreshed and used with the same key, and the key outlives the process', async () => {
    const { world, fetch, proofs } = await createBindingWorld();
    const login = world.device({ fetch });
    const code = await login.start();
    world.gateway.signIn.approve(code.userCode);
    const waiting = login.wait(code);
    const tokens = await world.settled(waiting, 1_000);
    expect(tokens.proofKey).toBeDefined();
    const session = world.session({ fetch, refresh: 'asked' });
    expect(await session.save(tokens)).toMatchObject({ dpop: true, person: { id: 'owner-1' } });

    const next = world.session({ fetch, refresh: 'asked' });
    await world.clock.advance(31 * 60_000);
    const client = createGatewayClient({ ...world.options, fetch, credential: next, middleware: [next.middleware] });
    await world.settled(client.auth.me());
    expect(proofs.map(({ path }) => path)).toEqual([TOKEN_PATH, '/api/v1/me', TOKEN_PATH, '/api/v1/me']);
    const keys = await Promise.all(proofs.map(({ proof }) => thumbprint(proof)));
    expect(new Set(keys).size).toBe(1);
    const used = proofs.at(-1);
    expect(used?.authorization).toMatch(/^DPoP eyJ/);
    await jwtVerify(used?.proof ?? '', EmbeddedJWK, { currentDate: new Date(world.clock.now()) });
    expect(decodeJwt(used?.proof ?? '')).toMatchObject({
      htm: 'GET',
      htu: `${world.gateway.url}/api/v1/me`,
      ath: expect.any(String) as string,
    });
  });

  it('are asked for by a browser sign-in alike', async () => {
    const { world, fetch, proofs } = await createBindingWorld();
    const login = createBrowserLogin({ ...world.options, fetch });
    const { url, record } = await login.begin('http://127.0.0.1:4321/x');
    const tokens = await login.finish(record, new URL(world.gateway.signIn.authorize(url)));
    expect(tokens.proofKey).toBeDefined();
    expect(proofs.map(({ path }) => path)).toEqual([TOKEN_PATH]);
    expect(url).not.toContain((JSON.parse(tokens.proofKey?.reveal() ?? '{}') as { d: string }).d);
  });

  it('are bearer tokens where the gateway binds none: requests pass as they are', async () => {
    const world = createSignInWorld();
    const session = world.session();
    const request = { url: 'https://gate.example/', method: 'GET', headers: { authorization: 'Bearer other-token' } };
    const outgoing = { ...request, redirect: 'manual', signal: new AbortController().signal } as const;
    const seen: unknown[] = [];
    await session.middleware(outgoing, (passed) => {
      seen.push(passed);
      return Promise.resolve(new Response());
    });
    expect(seen).toEqual([outgoing]);
  });

  it('are refused when nobody has the key', async () => {
    const { world, fetch } = await createBindingWorld();
    const code = await world.device().start();
    world.gateway.signIn.approve(code.userCode);
    const waiting = world.device({ fetch }).wait(code);
    waiting.catch(() => undefined);
    await expect(world.settled(waiting, 1_000)).rejects.toMatchObject({ code: 'bad_answer' });
  });
});
