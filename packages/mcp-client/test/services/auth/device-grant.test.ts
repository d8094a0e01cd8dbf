import { describe, expect, it } from 'vitest';
import type { ShownCode } from '../../../src/ports/user-prompt.ts';
import { createOAuthWorld, failureOf, ISSUER, SERVER } from './oauth-world.ts';

/** Somebody without a browser on this machine. */
function createHeadless(...[overrides]: Parameters<typeof createOAuthWorld>) {
  const shown: ShownCode[] = [];
  const showCode = (code: ShownCode) => void shown.push(code);
  const world = createOAuthWorld(overrides, { prompt: { showCode }, listen: undefined });
  return { ...world, ...world.open(), shown, polls: () => world.count('/token') };
}

const turns = async () => {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('the sign-in by a code', () => {
  it('shows the code, waits for the person, and sends the call once more', async () => {
    const { call, shown, clock, settings, polls, log, clients } = createHeadless();
    const answer = call();
    await clock.advance(10_000);
    expect(shown).toEqual([
      {
        userCode: 'BCDF-GHJK',
        verificationUri: `${ISSUER}/activate`,
        verificationUriComplete: undefined,
        expiresAt: clock.now() - 10_000 + 600_000,
      },
    ]);
    expect(polls()).toBe(2);
    settings.device = 'approved';
    await clock.advance(5_000);
    expect([(await answer).status, polls()]).toEqual([200, 3]);
    expect(log.find(({ path }) => path === '/device')?.form).toMatchObject({ resource: SERVER });
    expect(log.at(-2)?.form).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'planted-device-code-00000002',
    });
    expect([...clients.values()]).toEqual([{ redirectUris: [] }]);
  });

  it('polls more slowly for good when it is told to', async () => {
    const { provider, clock, settings, polls } = createHeadless({ device: 'slow_down' });
    const signedIn = provider.signIn();
    await clock.advance(5_000);
    settings.device = 'pending';
    await clock.advance(9_999);
    expect(polls()).toBe(1);
    await clock.advance(1);
    expect(polls()).toBe(2);
    settings.device = 'approved';
    await clock.advance(10_000);
    expect(await signedIn).toMatchObject({ issuer: ISSUER });
  });

  it('waits for a network that fails, twice as long each time', async () => {
    const { provider, clock, settings, polls } = createHeadless();
    settings.intercept = ({ path }) => (path === '/token' ? Promise.reject(new TypeError('fetch failed')) : undefined);
    const signedIn = provider.signIn();
    await clock.advance(5_000 + 10_000 + 20_000);
    expect(polls()).toBe(3);
    settings.intercept = () => undefined;
    settings.device = 'approved';
    await clock.advance(40_000);
    expect([(await signedIn).issuer, polls()]).toEqual([ISSUER, 4]);
  });

  it.each([
    ['denied', 'unauthorized'],
    ['expired', 'timeout'],
  ] as const)('ends when the code is %s', async (device, code) => {
    const { provider, clock, polls } = createHeadless({ device });
    const failure = failureOf(provider.signIn());
    await clock.advance(5_000);
    expect([await failure, polls()]).toMatchObject([{ code }, 1]);
  });

  it('ends with the code, and polls no more', async () => {
    const world = createOAuthWorld(
      {},
      { prompt: { showCode: () => undefined }, listen: undefined, patienceMs: 3_600_000 },
    );
    const { provider } = world.open();
    const failure = failureOf(provider.signIn());
    await world.clock.advance(600_000);
    expect(await failure).toMatchObject({ code: 'timeout', message: expect.stringContaining('expired') as string });
    const polls = world.count('/token');
    await world.clock.advance(600_000);
    expect([world.count('/token'), world.clock.sleepers]).toEqual([polls, 0]);
  });

  it('leaves neither timer nor poll behind when it is closed', async () => {
    const { provider, clock } = createHeadless();
    const failure = failureOf(provider.signIn());
    await turns();
    provider.close();
    expect([await failure, clock.sleepers]).toMatchObject([{ code: 'closed' }, 0]);
  });

  it('says so where the server signs nobody in by a code', async () => {
    const { provider } = createHeadless({ metadata: { device_authorization_endpoint: undefined } });
    expect(await failureOf(provider.signIn())).toMatchObject({ code: 'unauthorized' });
  });

  it.each([
    ['a code with a control character', { user_code: '\u001b[2J' }, 'bad_answer'],
    ['a page that is no page', { verification_uri: 'javascript:alert(1)' }, 'address_not_allowed'],
    ['a page over http', { verification_uri: 'http://login.example.com/' }, 'address_not_allowed'],
    [
      'a page that hides its host',
      { verification_uri: 'https://good.example.com@evil.example.com/' },
      'address_not_allowed',
    ],
    ['a page on this machine', { verification_uri_complete: 'https://127.0.0.1/' }, 'address_not_allowed'],
    ['no code', { device_code: '' }, 'bad_answer'],
    ['a code that is over', { expires_in: 0 }, 'bad_answer'],
  ])('shows nobody %s', async (_, member, code) => {
    const { provider, settings, shown } = createHeadless();
    const answer = {
      device_code: 'd',
      user_code: 'A',
      verification_uri: 'https://a.example.com/',
      expires_in: 60,
      ...member,
    };
    settings.intercept = ({ path }) => (path === '/device' ? Response.json(answer) : undefined);
    expect(await failureOf(provider.signIn())).toMatchObject({ code });
    expect(shown).toEqual([]);
  });

  it('never polls faster than once a second', async () => {
    const { provider, settings, clock, polls } = createHeadless();
    const answer = {
      device_code: 'd',
      user_code: 'A',
      verification_uri: 'https://a.example.com/',
      expires_in: 60,
      interval: 0.001,
    };
    settings.intercept = ({ path }) => (path === '/device' ? Response.json(answer) : undefined);
    const failure = failureOf(provider.signIn());
    await clock.advance(3_000);
    expect(polls()).toBe(3);
    provider.close();
    await failure;
  });
});
