import { GRANT_TYPES, OAUTH_PATHS } from '@wicketgate/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageError } from '../../src/ports/storage-error.ts';
import { type CountingStorage, countingStorage } from '../support/counting-storage.ts';
import { createKeyBrowser } from '../support/key-browser.ts';
import { createProofKey } from '../support/proofs.ts';
import { BASE_URL, startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/test-gateway.ts';

const ADDRESS = '192.0.2.1';
const CLI = 'wicketgate-cli';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let house: TestGateway;
let store: CountingStorage;

async function start(options: TestGatewayOptions = {}): Promise<void> {
  const wrapStorage = (storage: TestGateway['storage']) => (store = countingStorage(storage)).storage;
  house = await startTestGateway({ wrapStorage, ...options });
}

beforeEach(() => start());
afterEach(() => house.close());

type Fields = Readonly<Record<string, string>>;

function post(path: string, fields: Fields, headers: Fields = {}): Promise<Response> {
  const body = new URLSearchParams(fields).toString();
  return house.send(`POST ${path}`, { key: null, body, headers: { ...FORM, ...headers }, info: { address: ADDRESS } });
}

function postFrom(address: string, path: string): Promise<Response> {
  return house.send(`POST ${path}`, { key: null, body: `client_id=${CLI}`, headers: FORM, info: { address } });
}

async function answerOf(response: Promise<Response>): Promise<Record<string, string>> {
  return (await (await response).json()) as Record<string, string>;
}

const begin = (headers: Fields = {}) => answerOf(post(OAUTH_PATHS.deviceCode, { client_id: CLI }, headers));

/** A device code that somebody allowed. */
async function approved(): Promise<Fields> {
  const { device_code: deviceCode = '', user_code: userCode = '' } = await begin();
  const fetch = (request: Request) => house.gateway.fetch(request, { address: ADDRESS });
  await createKeyBrowser(fetch, new URL(BASE_URL).origin).activate(userCode, house.adminKey, 'allow');
  return { grant_type: GRANT_TYPES.deviceCode, device_code: deviceCode, client_id: CLI };
}

describe('an address may', () => {
  it('ask for 30 device codes a minute, and is told when to come back', async () => {
    for (let at = 0; at < 30; at++) expect((await post(OAUTH_PATHS.deviceCode, { client_id: CLI })).status).toBe(200);
    const refused = await post(OAUTH_PATHS.deviceCode, { client_id: CLI });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
    expect((await postFrom('192.0.2.2', OAUTH_PATHS.deviceCode)).status).toBe(200);
    house.clock.set(house.clock.now() + 2_000);
    expect((await post(OAUTH_PATHS.deviceCode, { client_id: CLI })).status).toBe(200);
  });

  it('ask for tokens 120 times a minute, under whichever name', async () => {
    const paths = [OAUTH_PATHS.token, OAUTH_PATHS.refresh, OAUTH_PATHS.deviceToken, OAUTH_PATHS.revoke];
    for (let at = 0; at < 120; at++) expect((await post(paths[at % 4] ?? '', {})).status).toBe(400);
    for (const path of paths) expect((await post(path, {})).status).toBe(429);
    // A whole /64 of IPv6 is one address.
    for (let at = 0; at < 120; at++) await postFrom(`2001:db8::${at}`, OAUTH_PATHS.token);
    expect((await postFrom('2001:db8::ffff', OAUTH_PATHS.token)).status).toBe(429);
    expect((await postFrom('2001:db8:0:1::1', OAUTH_PATHS.token)).status).toBe(400);
  });
});

describe('a client', () => {
  const basic = (text: string) => ({ authorization: `Basic ${btoa(text)}` });
  const ask = async (fields: Fields, headers: Fields) => {
    const response = await post(OAUTH_PATHS.deviceCode, fields, headers);
    const { error = 'none' } = (await response.json()) as { error?: string };
    return { error, status: response.status, challenge: response.headers.get('www-authenticate') };
  };

  it('may name itself as a user without a password, and need not do so twice', async () => {
    expect(await ask({}, basic(`${CLI}:`))).toMatchObject({ error: 'none' });
    expect(await ask({ client_id: CLI }, basic('wicketgate%2Dcli:'))).toMatchObject({ error: 'none' });
  });

  it('that sends a password relies on what is not there', async () => {
    const refused = { error: 'invalid_client', status: 401, challenge: 'Basic realm="wicketgate"' };
    expect(await ask({}, basic(`${CLI}:secret`))).toEqual(refused);
  });

  it.each([
    ['invalid_request', basic('wicketgate-vscode:')],
    ['invalid_client', { authorization: 'Basic !' }],
    ['invalid_client', { authorization: 'Bearer wg_live_x' }],
    ['invalid_client', basic('no colon')],
    ['invalid_client', basic(':')],
    ['invalid_client', basic('%:')],
    ['invalid_client', basic('\xff:')],
  ])('is refused with %s for %o', async (error, headers) => {
    expect(await ask({ client_id: CLI }, headers)).toMatchObject({ error });
  });

  it('that nobody registered is told so without a challenge that it did not ask for', async () => {
    const refused = { error: 'invalid_client', status: 401, challenge: null };
    expect(await ask({ client_id: 'somebody-else' }, {})).toEqual(refused);
  });

  it('must be named at the token endpoint, and is taken from the grant under the names of one grant', async () => {
    const { client_id: _, ...fields } = await approved();
    expect(await answerOf(post(OAUTH_PATHS.token, fields))).toMatchObject({ error: 'invalid_request' });
    const first = await answerOf(post(OAUTH_PATHS.deviceToken, { device_code: fields['device_code'] ?? '' }));
    const again = { refresh_token: first['refresh_token'] ?? '' };
    expect(await answerOf(post(OAUTH_PATHS.refresh, again))).toHaveProperty('access_token');
  });

  it.each([0, 1, 500, 999])('is promised %i ms past a second the life that its token has, and no more', async (ms) => {
    const fields = await approved();
    house.clock.set(Math.ceil(house.clock.now() / 1_000) * 1_000 + ms);
    const tokens = await answerOf(post(OAUTH_PATHS.token, fields));
    expect(tokens).toMatchObject({ expires_in: 1_800 });
    const me = () => house.send('GET /api/v1/me', { key: tokens['access_token'] ?? '' });
    house.clock.set(house.clock.now() + 1_800_000 - 1);
    expect((await me()).status).toBe(200);
  });
});

describe('a body', () => {
  const send = (body: string, headers: Fields) =>
    answerOf(house.send(`POST ${OAUTH_PATHS.deviceCode}`, { key: null, body, headers }));

  it.each<[string, Fields]>([
    [`client_id=${CLI}`, { ...FORM, 'content-encoding': 'gzip' }],
    [`client_id=${CLI}`, { 'content-type': 'multipart/form-data' }],
    [`client_id=${CLI}`, { ...FORM, 'content-type': `${FORM['content-type']}; charset=latin1` }],
    ['client_id=%ff', FORM],
    ['client_id=%', FORM],
    ['null', { 'content-type': 'application/json' }],
    ['{"client_id":["wicketgate-cli"]}', { 'content-type': 'application/json' }],
    ['', {}],
  ])('%j with %o is refused', async (body, headers) => {
    expect(await send(body, headers)).toMatchObject({ error: 'invalid_request' });
  });

  it('may say that it is UTF-8, and leave values empty', async () => {
    const type = 'application/x-www-form-urlencoded; charset=UTF-8';
    expect(await send(`client_id=${CLI}&scope=&resource=`, { 'content-type': type })).toHaveProperty('user_code');
  });
});

describe('a proof of a key (RFC 9449)', () => {
  const claims = (path: string) => ({ htm: 'POST', htu: BASE_URL + path, iat: house.clock.now() / 1_000 });

  it('binds the tokens, and is taken once', async () => {
    const key = await createProofKey();
    const proof = await key.prove(claims(OAUTH_PATHS.token));
    const tokens = await answerOf(post(OAUTH_PATHS.token, await approved(), { dpop: proof }));
    expect(tokens).toMatchObject({ token_type: 'DPoP' });
    const refresh = {
      grant_type: GRANT_TYPES.refreshToken,
      refresh_token: tokens['refresh_token'] ?? '',
      client_id: CLI,
    };
    const replayed = await answerOf(post(OAUTH_PATHS.token, refresh, { dpop: proof }));
    expect(replayed).toMatchObject({ error: 'invalid_dpop_proof' });
    const fresh = await key.prove(claims(OAUTH_PATHS.token));
    expect(await answerOf(post(OAUTH_PATHS.token, refresh, { dpop: fresh }))).toMatchObject({ token_type: 'DPoP' });
  });

  it('is taken once by all processes over one store together', async () => {
    const other = await startTestGateway({ dependencies: { storage: house.storage } });
    const proof = await (await createProofKey()).prove(claims(OAUTH_PATHS.token));
    await post(OAUTH_PATHS.token, await approved(), { dpop: proof });
    const body = new URLSearchParams(await approved()).toString();
    const replay = { key: null, body, headers: { ...FORM, dpop: proof } };
    const replayed = await answerOf(other.send(`POST ${OAUTH_PATHS.token}`, replay));
    expect(replayed).toMatchObject({
      error: 'invalid_dpop_proof',
      error_description: expect.stringContaining('used before') as string,
    });
    await other.close();
  });

  it('of another endpoint is none', async () => {
    const proof = await (await createProofKey()).prove(claims(OAUTH_PATHS.refresh));
    const fields = await approved();
    const refused = await answerOf(post(OAUTH_PATHS.token, fields, { dpop: proof }));
    expect(refused).toMatchObject({ error: 'invalid_dpop_proof' });
    expect(await answerOf(post(OAUTH_PATHS.token, fields))).toHaveProperty('access_token');
  });

  it('may be promised with the device code, and then must be kept', async () => {
    const [key, other] = [await createProofKey(), await createProofKey()];
    const fields = { client_id: CLI, dpop_jkt: key.jkt };
    const begun = await answerOf(post(OAUTH_PATHS.deviceCode, fields));
    const poll = { grant_type: GRANT_TYPES.deviceCode, device_code: begun['device_code'] ?? '', client_id: CLI };
    const proved = async (by: typeof key) => ({ dpop: await by.prove(claims(OAUTH_PATHS.token)) });
    expect(await answerOf(post(OAUTH_PATHS.token, poll))).toMatchObject({ error: 'invalid_grant' });
    expect(await answerOf(post(OAUTH_PATHS.token, poll, await proved(other)))).toMatchObject({
      error: 'invalid_grant',
    });
    const waiting = await answerOf(post(OAUTH_PATHS.token, poll, await proved(key)));
    expect(waiting).toMatchObject({ error: 'authorization_pending' });
    const bad = await answerOf(post(OAUTH_PATHS.deviceCode, { client_id: CLI, dpop_jkt: 'short' }));
    expect(bad).toEqual({ error: 'invalid_request', error_description: 'dpop_jkt is malformed.' });
  });

  it('is wanted of everybody where an operator says so, and the metadata says it too', async () => {
    await house.close();
    await start({ environment: { WICKETGATE_DPOP: 'required' } });
    const metadata = await answerOf(house.send(`GET ${OAUTH_PATHS.metadata}`, { key: null }));
    expect(metadata).toMatchObject({ dpop_required: true });
    const resource = await answerOf(house.send(`GET ${OAUTH_PATHS.resourceMetadata}`, { key: null }));
    expect(resource).toMatchObject({ dpop_bound_access_tokens_required: true });
    const fields = await approved();
    expect(await answerOf(post(OAUTH_PATHS.token, fields))).toMatchObject({ error: 'invalid_dpop_proof' });
    const dpop = await (await createProofKey()).prove(claims(OAUTH_PATHS.token));
    expect(await answerOf(post(OAUTH_PATHS.token, fields, { dpop }))).toMatchObject({ token_type: 'DPoP' });
  });
});

describe('while the store is out of reach', () => {
  it('clients are asked to come back, and told of no fault of theirs', async () => {
    store.fail(new StorageError('unavailable', 'The disk is gone.'));
    const refresh = { grant_type: GRANT_TYPES.refreshToken, refresh_token: `wg_rt_${'a'.repeat(43)}`, client_id: CLI };
    for (const [path, fields] of [
      [OAUTH_PATHS.deviceCode, { client_id: CLI }],
      [OAUTH_PATHS.token, refresh],
      [OAUTH_PATHS.revoke, { token: `wg_rt_${'a'.repeat(43)}` }],
    ] as const) {
      const response = await post(path, fields);
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await response.json()).toMatchObject({ error: 'temporarily_unavailable' });
    }
    store.fail(undefined);
    expect((await post(OAUTH_PATHS.deviceCode, { client_id: CLI })).status).toBe(200);
  });

  it('a fault of ours is named to nobody, and logged under the id that the caller has', async () => {
    store.fail(new Error('column secret_detail is missing'));
    const response = await post(OAUTH_PATHS.deviceCode, { client_id: CLI });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ error: 'server_error' });
    expect(text).not.toContain('secret_detail');
    const requestId = response.headers.get('x-request-id');
    expect(house.log.find(({ level }) => level === 'error')?.fields).toMatchObject({ requestId });
  });
});

describe('nothing that opens anything', () => {
  it('comes into a log line, an address or a header, whatever is done with it', async () => {
    const fields = await approved();
    const first = await answerOf(post(OAUTH_PATHS.token, fields));
    const second = await answerOf(post(OAUTH_PATHS.refresh, { refresh_token: first['refresh_token'] ?? '' }));
    const secrets = [
      fields['device_code'],
      ...[first, second].flatMap((each) => [each['access_token'], each['refresh_token']]),
    ];
    for (const secret of secrets) {
      for (const name of ['token', 'refresh_token', 'client_id', 'scope']) {
        const parameters = { [name]: secret ?? '', grant_type: GRANT_TYPES.refreshToken };
        const answers = [
          await post(OAUTH_PATHS.token, parameters),
          await post(OAUTH_PATHS.revoke, { client_id: 'x', ...parameters }),
          await post(`${OAUTH_PATHS.token}?${new URLSearchParams(parameters).toString()}`, {}),
        ];
        for (const answer of answers) {
          expect(await answer.text()).not.toContain(secret);
          expect(JSON.stringify([...answer.headers])).not.toContain(secret);
        }
      }
      expect(JSON.stringify(house.log)).not.toContain(secret);
    }
  });
});

describe('the metadata', () => {
  it('stands also behind the path of the public address (RFC 8414 section 3.1, RFC 9728 section 3.1)', async () => {
    await house.close();
    const issuer = 'https://gate.example.com/team/gate';
    await start({ environment: { WICKETGATE_PUBLIC_URL: issuer } });
    for (const suffix of ['', '/team/gate']) {
      const server = await answerOf(house.send(`GET ${OAUTH_PATHS.metadata}${suffix}`, { key: null }));
      expect(server).toMatchObject({ issuer, token_endpoint: issuer + OAUTH_PATHS.token });
      const api = await answerOf(house.send(`GET ${OAUTH_PATHS.resourceMetadata}${suffix}`, { key: null }));
      expect(api).toMatchObject({ resource: issuer, authorization_servers: [issuer] });
      const mcp = await answerOf(house.send(`GET ${OAUTH_PATHS.resourceMetadata}${suffix}/mcp`, { key: null }));
      expect(mcp).toMatchObject({ resource: `${issuer}/mcp` });
    }
  });

  it('offers token exchange only where a workload may come in', async () => {
    const offered = await answerOf(house.send(`GET ${OAUTH_PATHS.metadata}`, { key: null }));
    expect(offered['grant_types_supported']).not.toContain(GRANT_TYPES.tokenExchange);
  });
});
