import { mintUserCode } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import type { ScriptedBrowser, WebPage } from '@wicketgate/testing/openid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageError } from '../../src/ports/storage-error.ts';
import { type CountingStorage, countingStorage } from '../support/counting-storage.ts';
import { createGate } from '../support/gate.ts';
import { type SignInHouse, startSignInHouse, typeCode } from '../support/sign-in-house.ts';
import { BASE_URL, PLENTY } from '../support/test-gateway.ts';

const random = createSeededRandom(77);
const OWNER_OF_ONE = { id: 'one', email: null, name: null };
const OWNER_OF_OTHER = { id: 'other', email: null, name: null };
const wrongCode = () => mintUserCode(random);

describe('signing in on a device', () => {
  let house: SignInHouse;
  let counting: CountingStorage;
  beforeEach(async () => {
    house = await startSignInHouse({
      environment: { WICKETGATE_PREAUTH_LIMIT: '60/60/8' },
      wrapStorage: (storage) => (counting = countingStorage(storage)).storage,
    });
  });
  afterEach(() => house.close());

  const typing = async (code: string, browser = house.browser()) => typeCode(browser, code);
  const tryKey = (browser: ScriptedBrowser, page: WebPage, key: string) =>
    browser.press(page, 'Continue', { fields: { api_key: key } });

  it('goes from the code over who asks and who one is to tokens', async () => {
    const { apiKey, id } = await house.issue({ tier: 'pro', scopes: ['a', 'b'], limits: PLENTY });
    const { deviceCode, userCode } = await house.beginDevice({ scope: 'b c openid' });
    const browser = house.browser();
    const details = await typing(userCode, browser);
    expect(details.text).toContain('192.0.2.20');
    expect(details.text).toContain('It asks for\nb, c');
    const confirm = await tryKey(browser, details, apiKey);
    expect(confirm.text).toContain('Signed in as owner-1');
    expect(confirm.text).toContain('Scopes\nb\n');
    expect((await house.pollDevice(deviceCode)).body).toMatchObject({ error: 'authorization_pending' });
    expect((await browser.press(confirm, 'Allow')).title).toBe('Signed in – Wicketgate');
    await house.clock.advance(5_000);
    const { status, body } = await house.pollDevice(deviceCode);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'b' });
    const me = await house.send('GET /api/v1/me', { key: String(body['access_token']) });
    expect(await me.json()).toMatchObject({ tier: 'pro', principal: { id: 'owner-1' }, key: null });
    const { items } = (await (await house.send('GET /admin/api/sessions')).json()) as { items: unknown[] };
    expect(items).toMatchObject([{ source: 'key', source_id: id, client_id: 'wicketgate-cli' }]);
  });

  it('takes a code in any case and with anything between its letters', async () => {
    const { userCode } = await house.beginDevice();
    const page = await typing(` ${userCode.toLowerCase().replace('-', ' – ')} `);
    expect(page.title).toBe('Sign in to Wicketgate command – Wicketgate');
  });

  it('never fills in the code of the complete address', async () => {
    const { userCode } = await house.beginDevice();
    const page = await house.browser().open(`${BASE_URL}/activate?user_code=${userCode}`);
    expect(page.title).toBe('Enter the code – Wicketgate');
    expect(page.html).not.toContain(userCode);
    expect(page.html).not.toContain(userCode.replace('-', ''));
    expect(page.forms[0]?.fields['user_code']).toBe('');
  });

  it('gives the device nothing when the person denies, before or after proving who they are', async () => {
    const { apiKey } = await house.issue();
    for (const prove of [false, true]) {
      const { deviceCode, userCode } = await house.beginDevice();
      const browser = house.browser();
      const details = await typing(userCode, browser);
      const page = prove ? await tryKey(browser, details, apiKey) : details;
      expect((await browser.press(page, 'Deny')).title).toBe('Denied – Wicketgate');
      expect(await house.pollDevice(deviceCode)).toMatchObject({ status: 400, body: { error: 'access_denied' } });
      expect((await typing(userCode)).status).toBe(400);
    }
  });

  it('lets one of two browsers with the same code decide', async () => {
    const { apiKey } = await house.issue();
    const { deviceCode, userCode } = await house.beginDevice();
    const [one, other] = [house.browser(), house.browser('192.0.2.11')];
    const [first, second] = [await typing(userCode, one), await typing(userCode, other)];
    await other.press(second, 'Deny');
    expect((await one.press(await tryKey(one, first, apiKey), 'Allow')).status).toBe(410);
    expect((await house.pollDevice(deviceCode)).body).toMatchObject({ error: 'access_denied' });
  });

  it('decides once, however often the button is pressed', async () => {
    const { apiKey } = await house.issue();
    const { userCode } = await house.beginDevice();
    const browser = house.browser();
    const confirm = await tryKey(browser, await typing(userCode, browser), apiKey);
    const pressed = await Promise.all([1, 2, 3].map(() => browser.press(confirm, 'Allow')));
    expect(pressed.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  });

  it('allows nobody but whom the page shows: another page of the browser may have signed in somebody else', async () => {
    const keys = [await house.issue({ owner: OWNER_OF_ONE }), await house.issue({ owner: OWNER_OF_OTHER })] as const;
    const { deviceCode, userCode } = await house.beginDevice();
    const browser = house.browser();
    const details = await typing(userCode, browser);
    const one = await tryKey(browser, details, keys[0].apiKey);
    const other = await tryKey(browser, details, keys[1].apiKey);
    expect([one.text, other.text].map((text) => /Signed in as (\S+)\./.exec(text)?.[1])).toEqual(['one', 'other']);
    const again = await browser.press(one, 'Allow');
    expect([again.status, again.title]).toEqual([200, 'Allow Wicketgate command? – Wicketgate']);
    expect(again.text).toContain('Signed in as other.');
    expect((await house.pollDevice(deviceCode)).body).toMatchObject({ error: 'authorization_pending' });
    expect((await browser.press(again, 'Allow')).title).toBe('Signed in – Wicketgate');
  });

  it('allows nothing before the person has proved who they are', async () => {
    const { deviceCode, userCode } = await house.beginDevice();
    const browser = house.browser();
    const details = await typing(userCode, browser);
    const page = await browser.press(details, 'Deny', { fields: { decision: 'allow' } });
    expect(page.title).toBe('Sign in to Wicketgate command – Wicketgate');
    expect((await browser.press(details, 'Deny', { fields: { decision: 'perhaps' } })).status).toBe(400);
    expect((await house.pollDevice(deviceCode)).body).toMatchObject({ error: 'authorization_pending' });
  });

  it('is over after 10 minutes', async () => {
    const { userCode } = await house.beginDevice();
    const browser = house.browser();
    await house.clock.advance(599_999);
    const details = await typing(userCode, browser);
    expect(details.status).toBe(200);
    await house.clock.advance(1);
    expect((await typing(userCode, browser)).text).toContain('No device waits with this code');
    await house.clock.advance(599_999);
    expect((await browser.press(details, 'Deny')).status).toBe(410);
  });

  describe('guessing', () => {
    it('ends at 10 wrong codes of an address in 10 minutes, also for the right one', async () => {
      const { userCode } = await house.beginDevice();
      const browser = house.browser();
      const statuses = [];
      for (let turn = 0; turn < 10; turn++) statuses.push((await typing(wrongCode(), browser)).status);
      expect(new Set(statuses)).toEqual(new Set([400]));
      const eleventh = await typing(wrongCode(), browser);
      expect(eleventh.status).toBe(429);
      expect(eleventh.headers.get('retry-after')).toBe('60');
      expect((await typing(userCode, browser)).status).toBe(429);
      expect((await typing(userCode, house.browser('192.0.2.99'))).status).toBe(200);
      await house.clock.advance(60_000);
      expect((await typing(userCode, browser)).status).toBe(200);
    });

    it('is not what right codes and slips are', async () => {
      const browser = house.browser();
      for (let turn = 0; turn < 12; turn++) {
        expect((await typing('not a code', browser)).status).toBe(400);
        expect((await typing('', browser)).status).toBe(400);
        expect((await typing((await house.beginDevice()).userCode, browser)).status).toBe(200);
      }
    });

    it('ends at the same number when all come at once', async () => {
      const browser = house.browser();
      const page = await browser.open(`${BASE_URL}/activate`);
      const { opened, open } = createGate();
      counting.holdUp(opened);
      const codes = Array.from({ length: 30 }, wrongCode);
      const tries = codes.map((code) => browser.press(page, 'Continue', { fields: { user_code: code } }));
      expect(new Set((await Promise.all(tries.slice(10))).map(({ status }) => status))).toEqual(new Set([429]));
      open();
      expect(new Set((await Promise.all(tries.slice(0, 10))).map(({ status }) => status))).toEqual(new Set([400]));
    });

    it('ends at 600 wrong codes in all, however many addresses guess', async () => {
      const { userCode } = await house.beginDevice();
      const page = await house.browser().open(`${BASE_URL}/activate`);
      const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
      const send = (code: string, address: string) => {
        const body = new URLSearchParams({ token: page.forms[0]?.fields['token'] ?? '', user_code: code });
        return house.request(
          new Request(`${BASE_URL}/activate`, { method: 'POST', headers: { cookie }, body }),
          address,
        );
      };
      for (let turn = 0; turn < 600; turn++) {
        const { status } = await send(wrongCode(), `198.51.100.${Math.floor(turn / 10)}`);
        if (status !== 400) expect({ turn, status }).toEqual({ turn, status: 400 });
      }
      expect((await send(userCode, '203.0.113.1')).status).toBe(429);
      await house.clock.advance(1_000);
      expect((await send(userCode, '203.0.113.1')).status).toBe(303);
    });
  });

  describe('refused API keys', () => {
    it('end the sign-in and the grant at the fifth', async () => {
      const { deviceCode, userCode } = await house.beginDevice();
      const browser = house.browser();
      let page = await typing(userCode, browser);
      for (let turn = 0; turn < 4; turn++) {
        page = await tryKey(browser, page, 'nonsense');
        expect([page.status, page.title]).toEqual([403, 'Error: the API key was refused – Wicketgate']);
        expect((await house.pollDevice(deviceCode)).body).toMatchObject({ error: 'authorization_pending' });
        await house.clock.advance(5_000);
      }
      const last = await tryKey(browser, page, 'nonsense');
      expect([last.status, last.text]).toEqual([403, expect.stringContaining('Too many refused API keys')]);
      expect((await house.pollDevice(deviceCode)).body).toMatchObject({ error: 'access_denied' });
      expect((await tryKey(browser, page, 'nonsense')).status).toBe(410);
    });

    it('are not to blame where the device was decided about elsewhere', async () => {
      const { userCode } = await house.beginDevice();
      const [one, other] = [house.browser(), house.browser('192.0.2.11')];
      const [first, second] = [await typing(userCode, one), await typing(userCode, other)];
      await other.press(second, 'Deny');
      const page = await tryKey(one, first, 'nonsense');
      expect([page.status, page.title]).toEqual([410, 'Error: This sign-in is over – Wicketgate']);
    });

    it('spend the same budget of the address as at the API, whichever comes first', async () => {
      const { apiKey } = await house.issue();
      const info = { address: '192.0.2.10' };
      for (let turn = 0; turn < 7; turn++) {
        expect((await house.send('POST /api/v1/auth/validate', { key: 'nonsense', info })).status).toBe(401);
      }
      const browser = house.browser(info.address);
      const page = await typing((await house.beginDevice()).userCode, browser);
      expect((await tryKey(browser, page, 'nonsense')).status).toBe(403);
      const throttled = await tryKey(browser, page, apiKey);
      expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '1']);
      expect((await house.send('POST /api/v1/auth/validate', { key: 'nonsense', info })).status).toBe(429);
    });

    it('stand in the audit trail, without the key', async () => {
      const browser = house.browser();
      await tryKey(browser, await typing((await house.beginDevice()).userCode, browser), 'wg_live_not-a-key');
      const entries = await house.audited('sign_in.failed');
      expect(entries).toMatchObject([
        { actor: 'anonymous', actorIp: '192.0.2.10', details: { provider: null, reason: 'the API key was refused' } },
      ]);
      expect(JSON.stringify(entries)).not.toContain('not-a-key');
    });

    it('are never shown again, and neither is a good one', async () => {
      const { apiKey } = await house.issue();
      const browser = house.browser();
      const details = await typing((await house.beginDevice()).userCode, browser);
      const refused = await tryKey(browser, details, 'wg_live_not-a-key');
      const confirm = await tryKey(browser, refused, apiKey);
      for (const page of [refused, confirm]) {
        expect(page.html + page.url).not.toContain('not-a-key');
        expect(page.html + page.url).not.toContain(apiKey);
      }
    });
  });

  it('says in words that it failed itself, and why in the log alone', async () => {
    const browser = house.browser();
    const page = await browser.open(`${BASE_URL}/activate`);
    counting.fail(new TypeError('a bug'));
    const failed = await browser.press(page, 'Continue', { fields: { user_code: wrongCode() } });
    expect([failed.status, failed.title]).toEqual([500, 'Error: The service failed – Wicketgate']);
    expect(failed.text).toContain(failed.headers.get('x-request-id'));
    expect(failed.html).not.toContain('a bug');
    expect(house.log.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'a page failed', fields: { route: '/activate', requestId: failed.headers.get('x-request-id') } },
    ]);
  });

  it('answers 503 in words while the store is out of reach, and goes on afterwards', async () => {
    const { userCode } = await house.beginDevice();
    const browser = house.browser();
    const page = await browser.open(`${BASE_URL}/activate`);
    counting.fail(new StorageError('unavailable', 'gone'));
    const failed = await browser.press(page, 'Continue', { fields: { user_code: userCode } });
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '1']);
    expect(failed.text).toContain('The service cannot answer now');
    expect(house.log.map(({ message }) => message)).toContain('the store was out of reach');
    counting.fail(undefined);
    expect((await browser.press(page, 'Continue', { fields: { user_code: userCode } })).status).toBe(200);
  });
});
