import { describe, expect, it } from 'vitest';
import { WicketgateError } from '../../../src/words/errors.ts';
import type { PollReport } from '../../../src/words/sign-in.ts';
import { failureOf } from '../../fake-world.ts';
import {
  CODE_PATH,
  createSignInWorld,
  jsonAnswer,
  METADATA_PATH,
  scripted,
  type SignInWorld,
  TOKEN_PATH,
} from '../../sign-in-world.ts';

/** Begins to wait for a code, and notes what is reported. */
async function begin(world: SignInWorld, signal?: AbortSignal) {
  const login = world.device();
  const code = await login.start();
  const reports: PollReport[] = [];
  const waiting = login.wait(code, { signal, onPoll: (report) => reports.push(report) });
  waiting.catch(() => undefined);
  return { code, waiting, reports };
}

const polls = (world: SignInWorld) => world.gateway.requestsTo(TOKEN_PATH);

describe('asking for a device code', () => {
  it('answers the code, where to type it, and how long it lives', async () => {
    const world = createSignInWorld();
    const { code } = await begin(world);
    expect(code).toMatchObject({
      userCode: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/) as string,
      verificationUri: `${world.gateway.url}/activate`,
      verificationUriComplete: `${world.gateway.url}/activate?user_code=${code.userCode}`,
      expiresAt: world.clock.now() + 600_000,
      intervalMs: 5_000,
      proofKey: undefined,
    });
    expect(JSON.stringify(code)).not.toContain(code.deviceCode.reveal());
  });

  it('sends who asks and for what in a form, and nothing in the address', async () => {
    const world = createSignInWorld();
    await world.device({ scopes: ['a', 'b'], resource: `${world.gateway.url}/mcp` }).start();
    const { url, init } = world.sent.at(-1) ?? {};
    expect(url).toBe(world.gateway.url + CODE_PATH);
    expect(Object.fromEntries(new URLSearchParams(init?.body))).toEqual({
      client_id: 'wicketgate-cli',
      scope: 'a b',
      resource: `${world.gateway.url}/mcp`,
    });
    expect(init?.headers).toMatchObject({ 'content-type': expect.stringContaining('x-www-form-urlencoded') as string });
    expect(init?.redirect).toBe('manual');
  });

  it('tries again what may pass, and gives up what does not', async () => {
    const world = createSignInWorld();
    world.gateway.fail('network', { path: CODE_PATH });
    await world.settled(world.device().start(), 100);
    expect(world.gateway.requestsTo(CODE_PATH)).toBe(2);
    world.gateway.fail({ oauth: 'invalid_client' }, { path: CODE_PATH });
    expect(await failureOf(world.device().start())).toMatchObject({
      code: 'sign_in_refused',
      oauthError: 'invalid_client',
    });
  });

  it('is refused by a gateway that gives itself another address, before anything is sent there', async () => {
    const world = createSignInWorld();
    const metadata = async () =>
      (await world.gateway.fetch(world.gateway.url + METADATA_PATH)).json() as Promise<object>;
    const lie = { ...(await metadata()), issuer: 'https://elsewhere.example.com' };
    const fetch = scripted({ [METADATA_PATH]: () => jsonAnswer(200, lie) }, world.options.fetch);
    expect(await failureOf(world.device({ fetch }).start())).toMatchObject({ code: 'wrong_issuer' });
    expect(world.sent).toEqual([]);
  });

  it.each([
    [{ status: 404 }, 'bad_answer'],
    ['html', 'bad_answer'],
    ['redirect', 'redirected'],
    ['huge', 'too_large_answer'],
    ['truncate', 'bad_answer'],
    ['empty', 'bad_answer'],
  ] as const)('says what is wrong with a gateway whose metadata is %j', async (how, code) => {
    const world = createSignInWorld();
    world.gateway.fail(how, { path: METADATA_PATH, times: Infinity });
    expect(await failureOf(world.settled(world.device().start(), 100))).toMatchObject({ code });
  });

  it.each(['', 'BCDF\u001b[2J', 'BCDF\nGHJK', 'ＢＣＤＦ', 'x'.repeat(65)])(
    'takes no code %j that nobody could type',
    async (user_code) => {
      const world = createSignInWorld();
      const rest = { device_code: 'd'.repeat(20), verification_uri: `${world.gateway.url}/activate`, expires_in: 600 };
      const fetch = scripted({ [CODE_PATH]: () => jsonAnswer(200, { ...rest, user_code }) }, world.options.fetch);
      expect(await failureOf(world.device({ fetch }).start())).toMatchObject({ code: 'bad_answer' });
    },
  );

  it('offers no address to open that is not a page', async () => {
    const world = createSignInWorld();
    const answer = { device_code: 'd'.repeat(20), user_code: 'BCDF-GHJK', expires_in: 600, interval: 5 };
    const { host } = new URL(world.gateway.url);
    const strays = [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'activate',
      'https://elsewhere.example.com/activate',
      `https://${host}@elsewhere.example.com/activate`,
      `https://gateway:secret@${host}/activate`,
    ];
    const good = `${world.gateway.url}/activate`;
    const pages = strays.flatMap((stray) => [
      { verification_uri: stray },
      { verification_uri: good, verification_uri_complete: stray },
    ]);
    for (const page of pages) {
      const fetch = scripted({ [CODE_PATH]: () => jsonAnswer(200, { ...answer, ...page }) }, world.options.fetch);
      expect(await failureOf(world.device({ fetch }).start())).toMatchObject({ code: 'bad_answer' });
    }
  });

  it.each([
    [{ interval: 0.001 }, { intervalMs: 1_000, lifeMs: 600_000 }],
    [{ interval: 1 }, { intervalMs: 1_000, lifeMs: 600_000 }],
    [{ interval: 1e300 }, { intervalMs: 86_400_000, lifeMs: 600_000 }],
    [{ expires_in: 86_400 }, { intervalMs: 5_000, lifeMs: 86_400_000 }],
    [{ expires_in: 86_401 }, { intervalMs: 5_000, lifeMs: 86_400_000 }],
    [{ expires_in: 1e300 }, { intervalMs: 5_000, lifeMs: 86_400_000 }],
  ])('%j of a gateway is brought within what a person can use', async (change, { intervalMs, lifeMs }) => {
    const world = createSignInWorld();
    const page = { verification_uri: `${world.gateway.url}/activate` };
    const answer = { device_code: 'd'.repeat(20), user_code: 'BCDF-GHJK', expires_in: 600, interval: 5, ...page };
    const fetch = scripted({ [CODE_PATH]: () => jsonAnswer(200, { ...answer, ...change }) }, world.options.fetch);
    const expiresAt = world.clock.now() + lifeMs;
    expect(await world.device({ fetch }).start()).toMatchObject({ intervalMs, expiresAt });
  });
});

describe('waiting for a decision (RFC 8628 section 3.5)', () => {
  it('does not ask before the interval is over, and answers the tokens once the person has allowed it', async () => {
    const world = createSignInWorld();
    const { code, waiting, reports } = await begin(world);
    await world.clock.advance(4_999);
    expect(polls(world)).toBe(0);
    await world.clock.advance(1);
    expect(polls(world)).toBe(1);
    world.gateway.signIn.approve(code.userCode, { principal: { id: 'owner-1' }, scopes: ['a', 'b'] });
    await world.clock.advance(5_000);
    const tokens = await waiting;
    expect(tokens).toMatchObject({
      issuer: world.gateway.url,
      clientId: 'wicketgate-cli',
      issuedAt: world.clock.now(),
      accessExpiresAt: world.clock.now() + 1_800_000,
      scopes: ['a', 'b'],
    });
    expect(tokens.refreshToken?.reveal()).toMatch(/^wg_rt_/);
    expect(JSON.stringify(tokens)).not.toContain(tokens.refreshToken?.reveal());
    expect(reports).toEqual([{ outcome: 'pending', pauseMs: 5_000 }]);
  });

  it('keeps five seconds more after each slow_down, three times over', async () => {
    const world = createSignInWorld();
    const { code, waiting, reports } = await begin(world);
    world.gateway.fail({ oauth: 'slow_down' }, { path: TOKEN_PATH, times: 3 });
    for (const seconds of [5, 10, 15, 20, 20]) {
      const before = polls(world);
      await world.clock.advance(seconds * 1_000 - 1);
      expect(polls(world)).toBe(before);
      await world.clock.advance(1);
      expect(polls(world)).toBe(before + 1);
    }
    expect(reports.map(({ pauseMs }) => pauseMs)).toEqual([10_000, 15_000, 20_000, 20_000, 20_000]);
    world.gateway.signIn.approve(code.userCode);
    await world.clock.advance(20_000);
    await expect(waiting).resolves.toBeDefined();
  });

  it('ends with authorization_denied when the person says no', async () => {
    const world = createSignInWorld();
    const { code, waiting } = await begin(world);
    world.gateway.signIn.deny(code.userCode);
    await world.clock.advance(5_000);
    expect(await failureOf(waiting)).toMatchObject({ code: 'authorization_denied', oauthError: 'access_denied' });
    expect(world.clock.sleepers).toBe(0);
  });

  it('ends with code_expired when the gateway says so, or when the time is over', async () => {
    const world = createSignInWorld();
    const told = await begin(world);
    world.gateway.signIn.expire(told.code.userCode);
    await world.clock.advance(5_000);
    expect(await failureOf(told.waiting)).toMatchObject({ code: 'code_expired' });

    const silent = await begin(world);
    await world.clock.advance(599_999);
    const asked = polls(world);
    await world.clock.advance(1);
    expect(await failureOf(silent.waiting)).toMatchObject({ code: 'code_expired' });
    expect(polls(world)).toBe(asked);
  });

  it('ends in the middle of a pause that is longer than what is left of the code', async () => {
    const world = createSignInWorld();
    const { waiting } = await begin(world);
    await world.clock.advance(590_000);
    world.gateway.fail('network', { path: TOKEN_PATH, times: Infinity });
    await world.clock.advance(9_999);
    let isOver = false;
    waiting.catch(() => (isOver = true));
    await world.clock.advance(0);
    expect(isOver).toBe(false);
    await world.clock.advance(1);
    expect(await failureOf(waiting)).toMatchObject({ code: 'code_expired' });
  });

  it('asks in time about a code that lives shorter than its interval', async () => {
    const world = createSignInWorld();
    const verification_uri = `${world.gateway.url}/activate`;
    const answers = { [CODE_PATH]: () => jsonAnswer(200, { ...short, verification_uri }) };
    const short = { device_code: 'd'.repeat(20), user_code: 'BCDF-GHJK', expires_in: 3, interval: 5 };
    const login = world.device({ fetch: scripted(answers, world.options.fetch) });
    const waiting = login.wait(await login.start());
    waiting.catch(() => undefined);
    await world.clock.advance(1_500);
    expect(polls(world)).toBe(1);
    expect(await failureOf(waiting)).toMatchObject({ code: 'sign_in_refused', oauthError: 'invalid_grant' });
  });

  it.each(['network', 'hang', 'stall', { status: 502 }, { status: 500 }, { code: 'unavailable' }] as const)(
    'goes on, ever slower, while there is no answer: %j',
    async (how) => {
      const world = createSignInWorld();
      const { code, waiting, reports } = await begin(world);
      world.gateway.fail(how, { path: TOKEN_PATH, times: 3 });
      await world.clock.advance(5_000 + 10_000 + 10_000 + 10_000 + 20_000 + 10_000);
      expect(reports.slice(0, 2)).toEqual([
        { outcome: 'unreachable', pauseMs: 10_000 },
        { outcome: 'unreachable', pauseMs: 20_000 },
      ]);
      world.gateway.signIn.approve(code.userCode);
      const asked = polls(world);
      await world.until(() => polls(world) > asked, 1_000);
      await world.settled(waiting);
      expect(reports.slice(3).map(({ pauseMs }) => pauseMs)).toEqual(reports.slice(3).map(() => 5_000));
    },
  );

  it('waits as long as a 503 or a 429 asks for, in seconds or until a date', async () => {
    const world = createSignInWorld();
    const { waiting, reports } = await begin(world);
    world.gateway.fail({ oauth: 'temporarily_unavailable', retryAfterSeconds: 42 }, { path: TOKEN_PATH });
    await world.clock.advance(5_000);
    expect(reports).toEqual([{ outcome: 'unreachable', pauseMs: 42_000 }]);
    world.gateway.fail({ code: 'too_many_requests', retryAfterSeconds: 43 }, { path: TOKEN_PATH });
    await world.clock.advance(42_000);
    expect(reports.at(-1)).toEqual({ outcome: 'unreachable', pauseMs: 43_000 });
    const date = new Date(world.clock.now() + 43_000 + 90_000).toUTCString();
    world.gateway.fail({ status: 503, headers: { 'Retry-After': date } }, { path: TOKEN_PATH });
    await world.clock.advance(43_000);
    expect(reports.at(-1)).toEqual({ outcome: 'unreachable', pauseMs: 90_000 });
    const asked = polls(world);
    await world.clock.advance(89_999);
    expect(polls(world)).toBe(asked);
    await world.clock.advance(1);
    expect(polls(world)).toBe(asked + 1);
    world.gateway.fail('network', { times: Infinity });
    await world.clock.advance(600_000);
    expect(await failureOf(waiting)).toMatchObject({ code: 'code_expired' });
  });

  it.each(['html', 'truncate', 'empty', 'missing-members', 'redirect', 'huge'] as const)(
    'ends with an answer that is none: %s',
    async (how) => {
      const world = createSignInWorld();
      const { waiting } = await begin(world);
      world.gateway.fail(how, { path: TOKEN_PATH });
      await world.clock.advance(5_000);
      const error = await failureOf(waiting);
      expect(WicketgateError.isInstance(error) && error.code).toMatch(/^(?:bad_answer|redirected|too_large_answer)$/);
    },
  );

  it.each([
    [31_536_000, 31_536_000],
    [31_536_001, 31_536_000],
    [Number.MAX_SAFE_INTEGER, 31_536_000],
  ])('takes an access token for %d seconds as one for %d', async (expires_in, seconds) => {
    const world = createSignInWorld();
    const answer = { access_token: 'an-access-token', token_type: 'Bearer', expires_in };
    const fetch = scripted({ [TOKEN_PATH]: () => jsonAnswer(200, answer) }, world.options.fetch);
    const login = world.device({ fetch });
    const waiting = login.wait(await login.start());
    await world.clock.advance(5_000);
    const { issuedAt, accessExpiresAt } = await waiting;
    expect(accessExpiresAt - issuedAt).toBe(seconds * 1_000);
  });

  it('takes no scope that is none', async () => {
    const world = createSignInWorld();
    const scope = 'a  \u001b[2J "b" c\\d keys:read e\nf';
    const answer = { access_token: 'an-access-token', token_type: 'Bearer', expires_in: 60, scope };
    const login = world.device({
      fetch: scripted({ [TOKEN_PATH]: () => jsonAnswer(200, answer) }, world.options.fetch),
    });
    const waiting = login.wait(await login.start());
    await world.clock.advance(5_000);
    expect((await waiting).scopes).toEqual(['a', 'keys:read']);
  });

  it('takes no tokens that cannot be sent, and keeps nothing of them', async () => {
    const world = createSignInWorld();
    const bad = { token_type: 'Bearer', expires_in: 60, refresh_token: 'planted-refresh' };
    for (const access_token of ['planted token', 'planted\r\nX: y', `planted${'a'.repeat(5_000)}`]) {
      const answers = { [TOKEN_PATH]: () => jsonAnswer(200, { ...bad, access_token }) };
      const login = world.device({ fetch: scripted(answers, world.options.fetch) });
      const waiting = login.wait(await login.start());
      waiting.catch(() => undefined);
      await world.clock.advance(5_000);
      const error = (await failureOf(waiting)) as WicketgateError;
      expect(error.code).toBe('bad_answer');
      expect(`${error.message}${String(error.cause)}${error.stack ?? ''}`).not.toContain('planted');
    }
  });

  it('shows nothing of the device code, also where a gateway repeats it', async () => {
    const world = createSignInWorld();
    const login = world.device({ fetch: (url, init) => world.options.fetch(url, init) });
    const code = await login.start();
    const echo = { error: 'server_says_no', error_description: `no: ${code.deviceCode.reveal()}` };
    const answers = { [TOKEN_PATH]: () => jsonAnswer(400, echo) };
    const waiting = world.device({ fetch: scripted(answers, world.options.fetch) }).wait(code);
    waiting.catch(() => undefined);
    await world.clock.advance(5_000);
    const error = await failureOf(waiting);
    expect(error).toMatchObject({ code: 'sign_in_refused', oauthError: 'server_says_no' });
    expect(String(error)).toContain('server_says_no');
    expect(String(error)).not.toContain(code.deviceCode.reveal());
  });

  it('ends at once when its caller leaves: before, in a pause, in a request', async () => {
    const reason = new Error('enough');
    const left = { code: 'aborted', cause: reason };
    const world = createSignInWorld();
    const login = world.device();
    expect(await failureOf(login.start(AbortSignal.abort(reason)))).toMatchObject(left);
    const code = await login.start();
    expect(await failureOf(login.wait(code, { signal: AbortSignal.abort(reason) }))).toMatchObject(left);

    const inPause = new AbortController();
    const paused = await begin(world, inPause.signal);
    await world.clock.advance(1_000);
    inPause.abort(reason);
    expect(await failureOf(paused.waiting)).toMatchObject(left);

    const inRequest = new AbortController();
    const asked = await begin(world, inRequest.signal);
    world.gateway.fail('hang', { path: TOKEN_PATH });
    await world.clock.advance(5_000);
    inRequest.abort(reason);
    expect(await failureOf(asked.waiting)).toMatchObject(left);

    const atStart = new AbortController();
    world.gateway.fail('hang', { path: CODE_PATH });
    const starting = world.device().start(atStart.signal);
    await world.clock.advance(0);
    atStart.abort(reason);
    expect(await failureOf(starting)).toMatchObject(left);
    expect(world.clock.sleepers).toBe(0);
  });
});

describe('misuse', () => {
  it('is a TypeError', () => {
    const world = createSignInWorld();
    for (const change of [
      { clientId: '' },
      { clientId: 'a\nb' },
      { scopes: ['a b'] },
      { timeoutMs: 0 },
      { url: 'http://x' },
    ]) {
      expect(() => world.device(change)).toThrow(TypeError);
    }
  });
});
