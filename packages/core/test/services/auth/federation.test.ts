import { CLIENT_IDS, GRANT_TYPES } from '@wicketgate/contract';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../../src/ports/fetch.ts';
import type { FederationOffer } from '../../../src/rules/federation-offer.ts';
import { createFederation, type FederationOptions } from '../../../src/services/auth/federation.ts';
import { Secret } from '../../../src/words/secret.ts';
import { failureOf } from '../../fake-world.ts';
import { createSignInWorld, jsonAnswer, TOKEN_PATH } from '../../sign-in-world.ts';

const SUBJECT = 'eyJhbGciOiJub25lIn0.planted-subject.x';
const TOKEN: FederationOffer = { platform: 'token', place: 'variable WICKETGATE_ID_TOKEN', token: new Secret(SUBJECT) };
const GITHUB: FederationOffer = {
  platform: 'github',
  place: 'GitHub Actions',
  url: 'https://pipelines.example/token?api=2',
  bearer: new Secret('planted-request-token'),
};

/** A gateway that exchanges, and a platform that hands out tokens. */
function createPipeline(answer: () => Response = exchanged()) {
  const world = createSignInWorld();
  const asked: { url: string; authorization: string | undefined; body: URLSearchParams }[] = [];
  let platform = () => jsonAnswer(200, { value: SUBJECT });
  const fetch: Fetch = (url, init) => {
    asked.push({ url, authorization: init.headers['authorization'], body: new URLSearchParams(init.body) });
    if (url.startsWith('https://pipelines.example/')) return Promise.resolve(platform());
    return url.endsWith(TOKEN_PATH) ? Promise.resolve(answer()) : world.options.fetch(url, init);
  };
  return {
    world,
    asked,
    exchanges: () => asked.filter(({ url }) => url.endsWith(TOKEN_PATH)).map(({ body }) => Object.fromEntries(body)),
    platformAnswers: (how: () => Response) => (platform = how),
    federation: (offer: FederationOffer, change: Partial<FederationOptions> = {}) =>
      createFederation({ ...world.options, clientId: CLIENT_IDS.cli, fetch, offer, ...change }),
  };
}

function exchanged(seconds = 1_800): () => Response {
  let count = 0;
  const issued = { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token', token_type: 'Bearer' };
  return () => jsonAnswer(200, { ...issued, access_token: `exchanged-token-${++count}`, expires_in: seconds });
}

describe('federation', () => {
  it('exchanges the token of a pipeline, once for all who ask, until it ages', async () => {
    const { world, federation, exchanges } = createPipeline();
    const pipeline = federation(TOKEN, { scopes: ['a'] });
    const all = await Promise.all([pipeline.credential(), pipeline.credential()]);
    expect(all.map((each) => each.reveal())).toEqual(['exchanged-token-1', 'exchanged-token-1']);
    expect(exchanges()).toEqual([
      {
        grant_type: GRANT_TYPES.tokenExchange,
        client_id: 'wicketgate-cli',
        subject_token: SUBJECT,
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        scope: 'a',
      },
    ]);
    await world.clock.advance(25 * 60_000 - 1);
    expect((await pipeline.credential()).reveal()).toBe('exchanged-token-1');
    await world.clock.advance(1);
    expect((await pipeline.credential()).reveal()).toBe('exchanged-token-2');
  });

  it('exchanges anew for a refused token, and gives the newer one to who comes late', async () => {
    const { federation, exchanges } = createPipeline();
    const pipeline = federation(TOKEN);
    const refused = await pipeline.credential();
    expect((await pipeline.renew(refused)).reveal()).toBe('exchanged-token-2');
    expect((await pipeline.renew(refused)).reveal()).toBe('exchanged-token-2');
    expect(exchanges()).toHaveLength(2);
  });

  it("fetches GitHub's token for the gateway, with the pipeline's bearer there and nowhere else", async () => {
    const { world, federation, asked } = createPipeline();
    await federation(GITHUB).credential();
    const [platform] = asked.filter(({ url }) => url.startsWith('https://pipelines.example/'));
    expect(Object.fromEntries(new URL(platform?.url ?? '').searchParams)).toEqual({
      api: '2',
      audience: world.gateway.url,
    });
    expect(platform?.authorization).toBe('Bearer planted-request-token');
    const others = asked.filter((each) => each !== platform);
    expect(others.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it('asks for the audience that it is told', async () => {
    const { federation, asked } = createPipeline();
    await federation(GITHUB, { audience: 'https://other.example' }).credential();
    expect(asked.some(({ url }) => new URL(url).searchParams.get('audience') === 'https://other.example')).toBe(true);
  });

  it('says that the gateway has no rule, and that a platform gives no token', async () => {
    const refusal = () => jsonAnswer(400, { error: 'invalid_grant', error_description: `no rule for ${SUBJECT}` });
    const refused = createPipeline(refusal);
    const error = await failureOf(refused.federation(TOKEN).credential());
    expect(error).toMatchObject({ code: 'sign_in_refused', oauthError: 'invalid_grant' });
    const silent = createPipeline();
    for (const how of [() => jsonAnswer(403, {}), () => jsonAnswer(200, { value: 7 }), () => new Response('x')]) {
      silent.platformAnswers(how);
      expect(await failureOf(silent.federation(GITHUB).credential())).toMatchObject({ code: 'bad_answer' });
    }
    expect(inspect(error, { depth: 9 }) + inspect(refused.federation(GITHUB))).not.toContain('planted');
  });

  it('shows nothing of what was sent, in whatever form it comes back', async () => {
    const plain: FederationOffer = { ...TOKEN, token: new Secret('planted-subject-of-no-known-form') };
    const refusals = [
      { error: 'invalid_request', error_description: `no rule for ${plain.token.reveal()}` },
      { title: 'Refused', detail: `no rule for ${plain.token.reveal()}`, code: 'malformed_request' },
    ];
    for (const refusal of refusals) {
      const error = await failureOf(
        createPipeline(() => jsonAnswer(400, refusal))
          .federation(plain)
          .credential(),
      );
      expect(String(error)).toContain('no rule for');
      expect(inspect(error, { depth: 9 })).not.toContain('planted');
    }
  });

  it('goes on with a token that ages while no other is given, and not beyond its end', async () => {
    const answer = exchanged();
    let isRefused = false;
    const refusal = () => jsonAnswer(400, { error: 'invalid_request', error_description: 'too old' });
    const { world, federation } = createPipeline(() => (isRefused ? refusal() : answer()));
    const pipeline = federation(TOKEN);
    await pipeline.credential();
    isRefused = true;
    await world.clock.advance(30 * 60_000 - 1);
    expect((await pipeline.credential()).reveal()).toBe('exchanged-token-1');
    const leave = new AbortController();
    const left = failureOf(pipeline.credential(leave.signal));
    leave.abort();
    expect(await left).toMatchObject({ code: 'aborted' });
    await world.clock.advance(1);
    expect(await failureOf(pipeline.credential())).toMatchObject({ code: 'sign_in_refused' });
  });

  it('tries a lost exchange again', async () => {
    const answer = exchanged();
    let tries = 0;
    const { world, federation } = createPipeline(() => (++tries === 1 ? jsonAnswer(503, {}) : answer()));
    const credential = await world.settled(federation(TOKEN).credential(), 100);
    expect(credential.reveal()).toBe('exchanged-token-1');
  });

  it('ends when its caller leaves', async () => {
    const { federation } = createPipeline();
    expect(await failureOf(federation(TOKEN).credential(AbortSignal.abort()))).toMatchObject({ code: 'aborted' });
  });
});
