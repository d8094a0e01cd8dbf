import path from 'node:path';
import { GRANT_TYPES, OAUTH_PATHS } from '@wicketgate/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Album, createAlbum } from '../src/album.ts';
import { createCleanup } from '../src/cleanup.ts';
import { startGateway } from '../src/gateway.ts';
import { accessibilityFaults, sidewaysScroll } from '../src/sign-in/axe.ts';
import { meetPeople, type People, type Person } from '../src/sign-in/person.ts';
import { openSignInPlace, PROVIDER_NAME, type SignInPlace } from '../src/sign-in/sign-in-place.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

/** Long words are what breaks narrow pages. */
const OTTO = { login: 'otto', name: 'Otto Operator', email: `${'o'.repeat(48)}@example.com`, groups: ['operators'] };
const STRANGER = { login: 'stranger', groups: ['sales'] };
const SIGN_IN = `Sign in with ${PROVIDER_NAME}`;
const ASKED = 'Wicketgate command wants to sign in as you';
const CONFIRM = 'Let Wicketgate command act as you?';
/** Of a form that nobody sees. */
const WRONG_KEY = `wg_test_${'0'.repeat(48)}`;
/** Both colours and both widths are looked at. 320 CSS pixels are a window of 1280 at 400 % (WCAG 1.4.10). */
const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 320 },
] as const;

const cleanup = createCleanup();
let place: SignInPlace;
let people: People;
let album: Album;
let person: Person;

beforeAll(async () => {
  album = await createAlbum();
  place = await openSignInPlace({ people: [OTTO, STRANGER], cleanup });
  people = await meetPeople(cleanup);
});

afterAll(async () => {
  console.log(`Every page is kept in ${album.folder}`);
  await cleanup.release();
});

beforeEach(async () => {
  person = await people.meet();
  return () => person.leave();
});

describe('The page for the code', () => {
  test('asks for it, and never has it filled in', async () => {
    const { verification_uri_complete: complete = '', user_code: code = '' } = await begin();
    await person.open(complete);
    expect(await person.sees('Sign in on a device')).toContain('stop here');
    expect(await person.page.content()).not.toContain(code);
    await inspect('code', 200);
  });

  test('says what is wrong with a code', async () => {
    await person.open(`${place.gateway.url}/activate`);
    await person.enterCode('AAAA');
    expect(await person.sees('Sign in on a device')).toContain('This is not a code');
    await inspect('code-malformed', 400);
    await person.enterCode('BCDF-GHJK');
    expect(await person.sees('Sign in on a device')).toContain('No device waits with this code');
    await inspect('code-unknown', 400);
  });
});

describe('The pages of a sign-in', () => {
  test('say who asks, for what and from where, and take the person to the provider', async () => {
    const text = await identify();
    for (const fact of ['Wicketgate command', '127.0.0.1', 'less than a minute ago', 'If you did not start this']) {
      expect(text).toContain(fact);
    }
    await inspect('identify', 200);
    await person.stay(place.provider.issuer);
    await person.press(SIGN_IN);
    await person.sees(`Going to ${PROVIDER_NAME}`);
    await inspect('going-to-provider', 200);
  });

  test('ask whether the application may act for the person, and tell the end', async () => {
    await identify();
    await person.press(SIGN_IN);
    await person.signInAtProvider('otto');
    const text = await person.sees(CONFIRM);
    for (const fact of [OTTO.email, 'enterprise', 'releases:read, mcp:call', 'admin: it may administer']) {
      expect(text).toContain(fact);
    }
    await inspect('confirm', 200);
    await person.press('Allow');
    await person.sees('You are signed in');
    await inspect('signed-in', 200);
    await person.page.goBack();
    await person.sees('This sign-in is over');
    await inspect('over', 410);
  });

  test('tell that nothing was given to whom the person denied', async () => {
    await identify();
    await person.press('Deny');
    await person.sees('You denied the sign-in');
    await inspect('denied', 200);
  });

  test('send the browser back to the application', async () => {
    const redirect = 'http://127.0.0.1:9/back';
    await person.stay(redirect);
    await person.open(authorization({ redirect_uri: redirect }));
    expect(await person.sees(ASKED)).toContain('a program on this computer (127.0.0.1:9)');
    await inspect('identify-browser', 200);
    await person.enterKey(place.gateway.adminKey);
    await person.sees(CONFIRM);
    await person.press('Allow');
    expect(await person.sees('You are signed in')).toContain('goes back to Wicketgate command');
    await inspect('return', 200);
  });

  test('take an API key where there is no provider', async () => {
    const dataFolder = path.join(await temporaryFolder('without-provider', cleanup), 'data');
    const alone = await startGateway({ dataFolder, cleanup });
    const { user_code: code = '', device_code: deviceCode = '' } = await begin(alone.url);
    await person.open(`${alone.url}/activate`);
    await person.enterCode(code);
    expect(await person.sees(ASKED)).not.toContain('Sign in with');
    await inspect('identify-key', 200);
    await person.enterKey(alone.adminKey);
    expect(await person.sees(CONFIRM)).toContain('Signed in as operator');
    await person.press('Allow');
    await person.sees('You are signed in');
    const grant = { grant_type: GRANT_TYPES.deviceCode, device_code: deviceCode };
    const { access_token: token = '' } = await post(alone.url + OAUTH_PATHS.token, grant);
    const me = await fetch(`${alone.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ key: null, principal: { id: 'operator' }, role: 'admin' });
  });

  test('take an API key, say when it is refused, and end after five', async () => {
    await identify();
    for (let tries = 0; tries < 4; tries++) {
      await person.enterKey(WRONG_KEY);
      expect(await person.sees(ASKED)).toContain('This API key was refused');
    }
    expect(await person.page.content()).not.toContain(WRONG_KEY);
    await inspect('key-refused', 403);
    await person.enterKey(WRONG_KEY);
    await person.sees('Too many refused API keys');
    await inspect('exhausted', 403);
  });
});

describe('The pages of what goes wrong', () => {
  test('refuse whoever is in no group', async () => {
    await identify();
    await person.press(SIGN_IN);
    await person.signInAtProvider('stranger');
    await person.sees('You may not come in');
    await inspect('stranger', 403);
  });

  test('tell that the provider is down, or did not sign the person in, and lead back', async () => {
    await identify();
    await person.press(SIGN_IN);
    await person.sees('Sign-in');
    await person.page.getByRole('link', { name: 'Cancel' }).click();
    await person.sees(`${PROVIDER_NAME} did not sign you in`);
    await inspect('declined', 403);
    await person.page.getByRole('link', { name: 'Try another way' }).click();
    await person.sees(ASKED);
    // A gateway that has just started has read nothing of its provider.
    place.provider.pause();
    await place.gateway.restart();
    await person.press(SIGN_IN);
    await person.sees(`${PROVIDER_NAME} does not answer`);
    place.provider.resume();
    await inspect('down', 503);
  });

  test('name what an application got wrong, and send the browser nowhere', async () => {
    await person.open(authorization({ client_id: 'stranger' }));
    await person.sees('The application is not known here');
    await inspect('unknown-client', 400);
    await person.open(authorization({ redirect_uri: 'https://example.com/' }));
    await person.sees('The application asks for an address that is not its own');
    await inspect('bad-redirect', 400);
    await person.open(`${authorization({})}&client_id=twice`);
    await person.sees('The request cannot be read');
    await inspect('repeated-parameter', 400);
  });

  test('refuse forms without a cookie, and forms of other pages', async () => {
    await identify();
    await person.page
      .locator('input[name=token]')
      .first()
      .evaluate((input) => input.setAttribute('value', 'forged'));
    await person.press(SIGN_IN);
    await person.sees('This did not come from our page');
    await inspect('foreign-form', 403);
    await identify();
    await person.forgetCookies();
    await person.press(SIGN_IN);
    await person.sees('Your browser did not keep the sign-in');
    await inspect('no-cookie', 400);
  });

  test('stop whoever guesses codes', async () => {
    await person.open(`${place.gateway.url}/activate`);
    for (let guess = 0; guess < 11 && person.status !== 429; guess++) {
      await person.enterCode(`BCDF-GHJ${'BCDFGHJKLMNP'[guess]}`);
    }
    await person.sees('Too many tries');
    await inspect('throttled', 429);
  });
});

/** No fault that axe finds, and nothing to scroll sideways for. */
async function inspect(name: string, status: number): Promise<void> {
  expect(person.status, name).toBe(status);
  const { page } = person;
  expect(await page.title()).toMatch(status === 200 ? /^(?!Error: ).+ – Wicketgate$/ : /^Error: .+ – Wicketgate$/);
  for (const { colorScheme, width } of LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const look = `${name}-${width}-${colorScheme}`;
    expect(await accessibilityFaults(page), look).toEqual([]);
    expect(await sidewaysScroll(page), look).toBe(0);
    await album.take(page, look);
  }
}

function begin(gateway = place.gateway.url): Promise<Record<string, string>> {
  return post(gateway + OAUTH_PATHS.deviceCode, {});
}

async function post(address: string, parameters: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const body = new URLSearchParams({ client_id: 'wicketgate-cli', ...parameters });
  const answer = await fetch(address, { method: 'POST', body });
  return (await answer.json()) as Record<string, string>;
}

/** From a new code to the page that asks who the person is. */
async function identify(): Promise<string> {
  const { user_code: code = '' } = await begin();
  await person.open(`${place.gateway.url}/activate`);
  await person.enterCode(code);
  return person.sees(ASKED);
}

function authorization(parameters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'wicketgate-cli',
    redirect_uri: 'http://127.0.0.1:9/back',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...parameters,
  });
  return `${place.gateway.url}/authorize?${query.toString()}`;
}
