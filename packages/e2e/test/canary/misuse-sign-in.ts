import { GRANT_TYPES, mintApiKey, OAUTH_PATHS } from '@wicketgate/contract';
import { PROVIDER_NAME } from '../../src/sign-in/sign-in-place.ts';
import type { CanaryPlace } from './sign-in-place.ts';
import { type Desk, loginByBrowser, signInAtProvider, typeCode } from './use-sign-in.ts';

const CLIENT = 'wicketgate-cli';

/** What goes wrong on the pages: wrong keys, denials, strangers, a provider that says no or nothing. Answers the wrong key. */
export async function failOnPages(desk: Desk, place: CanaryPlace): Promise<string> {
  const { browser } = desk;
  const wrongKey = mintApiKey({ env: 'live', random: (bytes) => crypto.getRandomValues(bytes) }).key;
  await desk.login(['--device'], async ({ user_code: code }) => {
    await typeCode(desk, place, 'BCDF-GHJK');
    const offered = await typeCode(desk, place, code);
    await browser.press(offered, 'Continue', { fields: { api_key: wrongKey } });
    const declined = await browser.press(offered, `Sign in with ${PROVIDER_NAME}`);
    const cancel = /href="([^"]*\/abort)"/.exec(declined.html)?.[1] ?? '';
    await browser.open(new URL(cancel, declined.url).href);
    const refused = await signInAtProvider(desk, offered, 'stranger');
    place.provider.pause();
    await browser.press(offered, `Sign in with ${PROVIDER_NAME}`);
    place.provider.resume();
    await browser.press(refused, 'Deny');
  });
  return wrongKey;
}

/** A person proves by an API key who they are; the key alone is kept afterwards. */
export async function signInByKey(desk: Desk, place: CanaryPlace, key: string): Promise<void> {
  await loginByBrowser(desk, place, (offered) => desk.browser.press(offered, 'Continue', { fields: { api_key: key } }));
  await desk.tell(['whoami']);
  await desk.tell(['logout', '--json']);
  await desk.tell(['login', '--key', '--key-stdin'], key);
  await desk.tell(['whoami', '--json']);
}

export interface Stolen {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly deviceCode: string;
  readonly code: string;
}

/** Tokens in every place that they do not belong in, and tokens that are over. Answers what was answered. */
export async function showTokens({ gateway }: CanaryPlace, stolen: Stolen): Promise<string> {
  const answers: string[] = [];
  for (const [target, init] of [...misplaced(stolen), ...over(stolen)]) {
    const answer = await fetch(gateway.url + target, init);
    answers.push(`${answer.status} ${JSON.stringify(Object.fromEntries(answer.headers))} ${await answer.text()}`);
  }
  return answers.join('\n');
}

type Call = readonly [target: string, init?: RequestInit];

function misplaced({ accessToken, refreshToken, deviceCode, code }: Stolen): Call[] {
  const tokens = [accessToken, refreshToken, deviceCode, code];
  return tokens.flatMap((token) => [
    [`/api/v1/me?access_token=${token}`],
    [`/api/v1/${token}`],
    [`/admin/api/sessions/${token}`, { headers: { authorization: `Bearer ${token}` } }],
    ['/api/v1/me', { headers: { authorization: `Bearer ${token}x` } }],
    ['/api/v1/me', { headers: { authorization: `DPoP ${token}`, dpop: token } }],
    ['/api/v1/me', { headers: { cookie: `wicketgate=${token}`, referer: `http://127.0.0.1/?code=${token}` } }],
    [`${OAUTH_PATHS.token}?refresh_token=${token}`, { method: 'POST' }],
    [
      OAUTH_PATHS.token,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"refresh_token":"${token}` },
    ],
    [OAUTH_PATHS.token, { method: 'POST', headers: { 'content-type': token }, body: token }],
    [`${OAUTH_PATHS.activate}?user_code=${token}`],
    [`${OAUTH_PATHS.callback}/acme?code=${token}&state=${token}`],
    [`${OAUTH_PATHS.authorize}?client_id=${token}&redirect_uri=${token}`],
    [`/signin?interaction=${token}`, { headers: { cookie: `wicketgate=${token}` } }],
    ['/signin/key', { method: 'POST', body: new URLSearchParams({ api_key: token, token, interaction: token }) }],
  ]);
}

/** Codes and tokens that were used, and one of each kind in the place of another. */
function over({ accessToken, refreshToken, deviceCode, code }: Stolen): Call[] {
  const verifier = 'x'.repeat(43);
  const forms: Record<string, string>[] = [
    { grant_type: GRANT_TYPES.deviceCode, device_code: deviceCode },
    { grant_type: GRANT_TYPES.authorizationCode, code, code_verifier: verifier, redirect_uri: 'http://127.0.0.1:9/' },
    { grant_type: GRANT_TYPES.refreshToken, refresh_token: accessToken },
    { grant_type: GRANT_TYPES.refreshToken, refresh_token: `${refreshToken}x` },
    { grant_type: GRANT_TYPES.refreshToken, refresh_token: refreshToken },
    { grant_type: refreshToken, client_id: refreshToken },
    { grant_type: GRANT_TYPES.tokenExchange, subject_token: accessToken, subject_token_type: deviceCode },
  ];
  return forms.map((form) => [
    OAUTH_PATHS.token,
    { method: 'POST', body: new URLSearchParams({ client_id: CLIENT, ...form }) },
  ]);
}
