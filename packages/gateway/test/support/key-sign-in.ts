import { CLIENT_IDS, deviceCodeAnswerSchema, GRANT_TYPES, OAUTH_PATHS, tokenAnswerSchema } from '@wicketgate/contract';
import type { SignedIn } from '@wicketgate/testing/wire-contract';
import { decodeJwt } from 'jose';
import { createKeyBrowser } from './key-browser.ts';

type Fetch = (request: Request) => Promise<Response>;

/** Signs in by the device grant, as the command does, with somebody who approves it by an API key at the page. */
export function createKeySignIn(fetch: Fetch, baseUrl: string): (apiKey: string) => Promise<SignedIn> {
  const post = async (path: string, form: Readonly<Record<string, string>>): Promise<unknown> => {
    const response = await fetch(new Request(baseUrl + path, { method: 'POST', body: new URLSearchParams(form) }));
    const answer: unknown = await response.json();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };

  return async (apiKey) => {
    const device = deviceCodeAnswerSchema.parse(await post(OAUTH_PATHS.deviceCode, { client_id: CLIENT_IDS.cli }));
    await createKeyBrowser(fetch, baseUrl).activate(device.user_code, apiKey, 'allow');
    const grant = { grant_type: GRANT_TYPES.deviceCode, device_code: device.device_code, client_id: CLIENT_IDS.cli };
    const { access_token: accessToken } = tokenAnswerSchema.parse(await post(OAUTH_PATHS.token, grant));
    return { sessionId: String(decodeJwt(accessToken)['sid']), accessToken };
  };
}
