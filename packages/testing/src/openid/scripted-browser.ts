import { readWebPage, type WebForm, type WebPage } from './web-page.ts';

/** Fields that are filled in, headers that a test bends. */
export interface Submission {
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser as a server sees it: cookies by host name, redirects, forms, `Origin` and `Sec-Fetch-Site`. No scripts. */
export interface ScriptedBrowser {
  /** Follows redirects, and pages that lead on by themselves. */
  open(url: string): Promise<WebPage>;
  /** Presses the button with this text, in the form that has it. */
  press(page: WebPage, button: string, submission?: Submission): Promise<WebPage>;
  /** By host name, then by name. */
  readonly cookies: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export interface ScriptedBrowserOptions {
  /** Undefined: this browser does not get there. Redirects must be handed over, not followed. */
  readonly send: (request: Request) => Promise<Response | undefined>;
}

const MOST_HOPS = 20;

interface Step {
  readonly url: string;
  readonly init?: {
    readonly method: string;
    readonly body: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  /** The page that leads there. */
  readonly from?: string;
}

export function createScriptedBrowser({ send }: ScriptedBrowserOptions): ScriptedBrowser {
  const jars = new Map<string, Map<string, string>>();

  const load = async ({ url, init, from }: Step): Promise<WebPage> => {
    const { hostname } = new URL(url);
    const jar = jars.get(hostname) ?? new Map<string, string>();
    jars.set(hostname, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie !== '' && { cookie }), 'sec-fetch-site': siteOf(from, url), ...init?.headers };
    const response = await send(new Request(url, { redirect: 'manual', ...init, headers }));
    if (response === undefined) return readWebPage({ url, status: 0, headers: new Headers(), html: '' });
    keepCookies(jar, response);
    return readWebPage({ url, status: response.status, headers: response.headers, html: await response.text() });
  };

  const follow = async (first: Step): Promise<WebPage> => {
    let step = first;
    for (let hops = 0; hops < MOST_HOPS; hops++) {
      const page = await load(step);
      const redirect = page.status >= 300 && page.status < 400 ? page.headers.get('location') : null;
      const next = redirect ?? page.leadsTo;
      if (next === undefined) return page;
      step = { url: new URL(next, page.url).href, from: step.from ?? page.url };
      if (!/^https?:/.test(step.url)) return readWebPage({ ...page, url: step.url, status: 0, html: '' });
    }
    throw new Error(`The pages lead on and on, at last to ${step.url}.`);
  };

  return {
    cookies: jars,
    open: (url) => follow({ url }),
    press: (page, button, { fields = {}, headers = {} } = {}) => {
      const [form, pressed] = findButton(page, button);
      const values = {
        ...form.fields,
        ...(pressed.name !== undefined && { [pressed.name]: pressed.value }),
        ...fields,
      };
      const body = new URLSearchParams(values).toString();
      const url = new URL(form.action, page.url).href;
      const type = { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(page.url).origin };
      return follow({ url, from: page.url, init: { method: 'POST', body, headers: { ...type, ...headers } } });
    },
  };
}

function findButton(page: WebPage, text: string): [WebForm, WebForm['buttons'][number]] {
  for (const form of page.forms) {
    const button = form.buttons.find((candidate) => candidate.text === text);
    if (button) return [form, button];
  }
  throw new Error(`There is no button "${text}" on "${page.title}" (${page.status}): ${page.text}`);
}

function siteOf(from: string | undefined, to: string): string {
  if (from === undefined) return 'none';
  return new URL(from).origin === new URL(to).origin ? 'same-origin' : 'cross-site';
}

function keepCookies(jar: Map<string, string>, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const isOver =
      value === '' || attributes.some((attribute) => /^max-age=0$|^expires=thu, 01 jan 1970/i.test(attribute));
    if (isOver) jar.delete(name);
    else jar.set(name, value);
  }
}
