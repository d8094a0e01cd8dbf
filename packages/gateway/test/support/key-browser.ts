import { OAUTH_PATHS } from '@wicketgate/contract';

/** A person with an API key at the pages of a gateway, as a browser without scripts shows them. */
export interface KeyBrowser {
  /** Types the code of a device, signs in with the key and chooses. */
  activate(userCode: string, apiKey: string, decision: 'allow' | 'deny'): Promise<void>;
  /** Opens an authorization request, signs in with the key and allows it; answers where the browser is sent. */
  authorize(address: string, apiKey: string): Promise<string>;
}

type Fetch = (request: Request) => Promise<Response>;

/** One cookie jar for one gateway. */
export function createKeyBrowser(fetch: Fetch, baseUrl: string): KeyBrowser {
  let cookie = '';

  const request = async (address: string, fields?: Readonly<Record<string, string>>): Promise<Response> => {
    const body = fields && new URLSearchParams(fields).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const headers = { ...(cookie !== '' && { cookie }), ...(body !== undefined && type) };
    const init = body === undefined ? { headers } : { headers, method: 'POST', body };
    const response = await fetch(new Request(new URL(address, baseUrl), { redirect: 'manual', ...init }));
    cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? cookie;
    return response;
  };

  /** The page that a request leads to, through redirects within the gateway. */
  const open = async (address: string, fields?: Readonly<Record<string, string>>): Promise<string> => {
    const response = await request(address, fields);
    const location = response.headers.get('location');
    if (response.status === 303 && location !== null) return open(location);
    const page = await response.text();
    if (response.status !== 200) throw new Error(`${response.status} ${page.replace(/<[^>]+>/g, ' ')}`);
    return page;
  };

  const submit = (page: string, path: string, fields: Readonly<Record<string, string>>): Promise<string> => {
    const form = [...page.matchAll(/<form[^>]* action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].find((match) =>
      match[1]?.endsWith(path),
    );
    if (form === undefined) throw new Error(`There is no form for ${path}.`);
    const hidden = [...(form[2] ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const kept = hidden.map(([, name = '', value = '']) => [name, value] as const);
    return open(form[1] ?? '', { ...Object.fromEntries(kept), ...fields });
  };

  const decide = async (page: string, apiKey: string, decision: 'allow' | 'deny'): Promise<string> => {
    const known = await submit(page, '/signin/key', { api_key: apiKey });
    return submit(known, '/signin/decision', { decision });
  };

  return {
    async activate(userCode, apiKey, decision) {
      const page = await open(baseUrl + OAUTH_PATHS.activate);
      const identify = await submit(page, OAUTH_PATHS.activate, { user_code: userCode });
      await decide(identify, apiKey, decision);
    },
    async authorize(address, apiKey) {
      const response = await request(address);
      const location = response.headers.get('location') ?? '';
      if (!new URL(location, baseUrl).href.startsWith(baseUrl)) return location;
      const done = await decide(await open(location), apiKey, 'allow');
      const leaveTo = /<meta http-equiv="refresh" content="0; url=([^"]*)"/.exec(done)?.[1];
      if (leaveTo === undefined) throw new Error('The browser is sent nowhere.');
      return leaveTo.replaceAll('&amp;', '&');
    },
  };
}
