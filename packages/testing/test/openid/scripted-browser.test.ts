import { createScriptedBrowser } from '@wicketgate/testing/openid';
import { describe, expect, it } from 'vitest';

const FORM =
  '<title>Form</title><form method="post" action="/done"><input name="a" value="1"><button name="b" value="2">Go</button></form>';

describe('a scripted browser', () => {
  const make = (answers: Record<string, () => Response>) => {
    const requests: Request[] = [];
    const browser = createScriptedBrowser({
      send: (request) => {
        requests.push(request);
        return Promise.resolve(answers[new URL(request.url).pathname]?.());
      },
    });
    return { requests, browser };
  };
  const page =
    (html: string, headers: Record<string, string> = {}) =>
    () =>
      new Response(html, { headers });
  const URL_OF = 'https://one.example.com';

  it('keeps cookies by host, gives them back, and forgets those that are over', async () => {
    const { requests, browser } = make({
      '/set': page('', { 'set-cookie': 'a=1; Path=/' }),
      '/unset': page('', { 'set-cookie': 'a=; Max-Age=0' }),
      '/look': page(''),
    });
    for (const path of ['/set', '/look', '/unset', '/look']) await browser.open(URL_OF + path);
    await browser.open('https://two.example.com/look');
    expect(requests.map((request) => request.headers.get('cookie'))).toEqual([null, 'a=1', 'a=1', null, null]);
  });

  it('follows redirects and pages that lead on, and stops where it does not get', async () => {
    const { requests, browser } = make({
      '/start': () => new Response(null, { status: 303, headers: { location: '/leads' } }),
      '/leads': page('<meta http-equiv="refresh" content="0; url=https://two.example.com/away?code=1">'),
    });
    const end = await browser.open(`${URL_OF}/start`);
    expect([end.status, end.url]).toEqual([0, 'https://two.example.com/away?code=1']);
    expect(requests.map((request) => request.headers.get('sec-fetch-site'))).toEqual([
      'none',
      'same-origin',
      'cross-site',
    ]);
  });

  it('stops at an address that is none of the web', async () => {
    const { browser } = make({
      '/': () => new Response(null, { status: 302, headers: { location: 'vscode://a/b?c=d' } }),
    });
    expect(await browser.open(`${URL_OF}/`)).toMatchObject({ status: 0, url: 'vscode://a/b?c=d' });
  });

  it('gives up going round in circles', async () => {
    const { browser } = make({ '/': () => new Response(null, { status: 302, headers: { location: '/' } }) });
    await expect(browser.open(`${URL_OF}/`)).rejects.toThrow('lead on and on');
  });

  it('sends the form of a button as a browser does, and says what is there when the button is not', async () => {
    const { requests, browser } = make({ '/form': page(FORM), '/done': page('<title>Done</title>') });
    const form = await browser.open(`${URL_OF}/form`);
    const done = await browser.press(form, 'Go', { fields: { a: 'other' }, headers: { 'x-test': 'yes' } });
    expect(done.title).toBe('Done');
    const sent = requests[1];
    expect(await sent?.text()).toBe('a=other&b=2');
    expect(Object.fromEntries(sent?.headers ?? [])).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      'x-test': 'yes',
      origin: URL_OF,
    });
    expect(() => browser.press(form, 'Gone')).toThrow('There is no button "Gone" on "Form"');
  });
});
