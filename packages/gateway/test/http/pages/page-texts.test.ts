import { readWebPage } from '@wicketgate/testing/openid';
import { describe, expect, it } from 'vitest';
import { codePage } from '../../../src/http/pages/activate-page.ts';
import { confirmPage } from '../../../src/http/pages/confirm-page.ts';
import { notSignedInPage, type Obstacle, obstaclePage } from '../../../src/http/pages/error-pages.ts';
import { identifyPage } from '../../../src/http/pages/identify-page.ts';
import { documentOf, type Page } from '../../../src/http/pages/layout.ts';
import { devicePage, leavePage, returnPage } from '../../../src/http/pages/outcome-pages.ts';
import type { Approval } from '../../../src/domain/session-record.ts';
import type { Wanted } from '../../../src/services/interactions.ts';
import { NEW_YEAR } from '../../support/records.ts';

const FACTS = { base: '', token: 'form-token', reference: 'reference' };
const DEVICE: Wanted = {
  kind: 'device',
  clientName: 'Wicketgate command',
  grant: {
    id: '0'.repeat(32),
    clientId: 'wicketgate-cli',
    requestedScopes: ['releases:read', 'mcp:call'],
    askerIp: '203.0.113.7',
    createdAt: NEW_YEAR,
  },
};
const BROWSER: Wanted = {
  kind: 'browser',
  request: {
    client: { id: 'wicketgate-vscode', name: 'Wicketgate for VS Code', redirectUris: [] },
    redirectUri: 'vscode://wicketgate.wicketgate/signed-in',
    state: null,
    codeChallenge: 'A'.repeat(43),
    requestedScopes: null,
    audience: 'https://gate.example.com',
    dpopJkt: null,
  },
};
const APPROVAL: Approval = {
  principal: { id: 'acme:anna', email: 'anna@example.com', name: 'Anna Example' },
  ...{ tier: 'pro', role: 'viewer', scopes: ['releases:read'], limits: null },
  source: { kind: 'provider', id: 'acme', subject: 'anna' },
  ...{ upstreamSealed: null, checkedAt: NEW_YEAR, endsBy: NEW_YEAR + 86_400_000 },
};
const PROVIDERS = [
  { id: 'acme', name: 'Acme' },
  { id: 'other', name: 'Other' },
];
const TIMES = { begunAt: NEW_YEAR, now: NEW_YEAR + 125_000 };

function identify(members: Partial<Parameters<typeof identifyPage>[0]> = {}): Page {
  return identifyPage({ ...FACTS, ...TIMES, wanted: DEVICE, providers: PROVIDERS, acceptsKeys: true, ...members });
}

const read = (page: Page) =>
  readWebPage({
    url: 'https://gate.example.com/',
    status: page.status,
    headers: new Headers(),
    html: documentOf(page),
  });
const shown = (page: Page) => {
  const { status, title, text } = read(page);
  return `${status} ${title}\n${text}`;
};

describe('what a person reads', () => {
  it('when a code is asked for', () => {
    expect(shown(codePage(FACTS, undefined))).toMatchInlineSnapshot(`
      "200 Enter the code – Wicketgate
      Wicketgate
      Sign in on a device
      Code
      Type the code that your device or terminal shows: 8 letters.
      Continue
      If somebody sent you a link or a code that you did not ask for, stop here: with it they could use your account."
    `);
    expect(shown(codePage(FACTS, 'empty'))).toMatchInlineSnapshot(`
      "400 Error: enter the code again – Wicketgate
      Wicketgate
      Sign in on a device
      Code
      Type the code that your device or terminal shows: 8 letters.
      Type the code that your device shows.
      Continue
      If somebody sent you a link or a code that you did not ask for, stop here: with it they could use your account."
    `);
    expect(shown(codePage(FACTS, 'malformed'))).toMatchInlineSnapshot(`
      "400 Error: enter the code again – Wicketgate
      Wicketgate
      Sign in on a device
      Code
      Type the code that your device or terminal shows: 8 letters.
      This is not a code: it has 8 letters, for instance BCDF-GHJK. Look at your device again.
      Continue
      If somebody sent you a link or a code that you did not ask for, stop here: with it they could use your account."
    `);
    expect(shown(codePage(FACTS, 'unknown'))).toMatchInlineSnapshot(`
      "400 Error: enter the code again – Wicketgate
      Wicketgate
      Sign in on a device
      Code
      Type the code that your device or terminal shows: 8 letters.
      No device waits with this code. It may be mistyped, used, or older than 10 minutes: then begin again on your device.
      Continue
      If somebody sent you a link or a code that you did not ask for, stop here: with it they could use your account."
    `);
  });

  it('when a device asks', () => {
    expect(shown(identify())).toMatchInlineSnapshot(`
      "200 Sign in to Wicketgate command – Wicketgate
      Wicketgate
      Wicketgate command wants to sign in as you
      Application
      Wicketgate command
      Address of the device that asks
      203.0.113.7
      Asked at
      2026-01-01 00:00 UTC (2 minutes ago)
      It asks for
      releases:read, mcp:call
      If you did not start this, choose Deny: somebody may be trying to use your account.
      If it is you, sign in
      Sign in with Acme
      Sign in with Other
      Or use an API key
      API key
      The application gets a sign-in that ends with the key. It never sees the key itself.
      Continue
      Not you?
      Deny"
    `);
  });

  it('when an application asks, where only keys are taken and one was refused', () => {
    expect(shown(identify({ wanted: BROWSER, providers: [], keyRefused: true }))).toMatchInlineSnapshot(`
      "403 Error: the API key was refused – Wicketgate
      Wicketgate
      Wicketgate for VS Code wants to sign in as you
      Application
      Wicketgate for VS Code
      The answer goes to
      an app of this computer (vscode://)
      Asked at
      2026-01-01 00:00 UTC (2 minutes ago)
      It asks for
      everything that your account may do
      If you did not start this, choose Deny: somebody may be trying to use your account.
      If it is you, prove it with an API key
      API key
      The application gets a sign-in that ends with the key. It never sees the key itself.
      This API key was refused. Check that it is whole, not expired and not revoked.
      Continue
      Not you?
      Deny"
    `);
  });

  it('when only providers are taken', () => {
    const text = shown(identify({ acceptsKeys: false }));
    expect(text).toContain('Sign in with Acme\nSign in with Other');
    expect(text).not.toContain('API key');
  });

  it('before allowing', () => {
    expect(shown(confirmPage({ ...FACTS, ...TIMES, revision: 2, wanted: DEVICE, approval: APPROVAL })))
      .toMatchInlineSnapshot(`
      "200 Allow Wicketgate command? – Wicketgate
      Wicketgate
      Let Wicketgate command act as you?
      Signed in as Anna Example (anna@example.com).
      Application
      Wicketgate command
      Address of the device that asks
      203.0.113.7
      Asked at
      2026-01-01 00:00 UTC (2 minutes ago)
      It asks for
      releases:read, mcp:call
      What it would get
      Tier
      pro
      Scopes
      releases:read
      Role
      viewer: it may look at all keys and sign-ins
      Ends at the latest
      2026-01-02 00:00 UTC
      If you did not start this, choose Deny: somebody may be trying to use your account.
      Allow
      Deny"
    `);
    const plain: Approval = {
      ...APPROVAL,
      ...{ role: 'user', scopes: [], endsBy: null },
      principal: { id: 'acme:1', email: null, name: null },
    };
    expect(shown(confirmPage({ ...FACTS, ...TIMES, revision: 2, wanted: BROWSER, approval: plain })))
      .toMatchInlineSnapshot(`
      "200 Allow Wicketgate for VS Code? – Wicketgate
      Wicketgate
      Let Wicketgate for VS Code act as you?
      Signed in as acme:1.
      Application
      Wicketgate for VS Code
      The answer goes to
      an app of this computer (vscode://)
      Asked at
      2026-01-01 00:00 UTC (2 minutes ago)
      It asks for
      everything that your account may do
      What it would get
      Tier
      pro
      Scopes
      none
      If you did not start this, choose Deny: somebody may be trying to use your account.
      Allow
      Deny"
    `);
  });

  it('at the end', () => {
    expect(shown(devicePage('allow'))).toMatchInlineSnapshot(`
      "200 Signed in – Wicketgate
      Wicketgate
      You are signed in
      Go back to your device or terminal: it goes on by itself in a few seconds. You can close this page."
    `);
    expect(shown(devicePage('deny'))).toMatchInlineSnapshot(`
      "200 Denied – Wicketgate
      Wicketgate
      You denied the sign-in
      The device gets nothing. You can close this page. If somebody talked you into opening it, tell the people who run this service."
    `);
    expect(shown(leavePage('Acme', 'https://id.example.com/'))).toMatchInlineSnapshot(`
      "200 Going to Acme – Wicketgate
      Wicketgate
      Going to Acme
      Your browser goes on by itself. If it does not:
      Continue to Acme"
    `);
    expect(shown(returnPage('Wicketgate command', 'http://127.0.0.1:1/', 'allow'))).toMatchInlineSnapshot(`
      "200 Signed in – Wicketgate
      Wicketgate
      You are signed in
      Your browser goes back to Wicketgate command by itself. If it does not:
      Go back to Wicketgate command"
    `);
    expect(shown(returnPage('Wicketgate command', 'http://127.0.0.1:1/', 'deny'))).toMatchInlineSnapshot(`
      "200 Denied – Wicketgate
      Wicketgate
      You denied the sign-in
      Your browser goes back to Wicketgate command by itself. If it does not:
      Go back to Wicketgate command"
    `);
  });

  it('when a provider does not sign them in', () => {
    expect(shown(notSignedInPage({ kind: 'down', provider: 'Acme' }, FACTS))).toMatchInlineSnapshot(`
      "503 Error: Acme does not answer – Wicketgate
      Wicketgate
      Acme does not answer
      You can try again in a moment. If it goes on, tell the people who run this service.
      Try another way
      Deny"
    `);
    expect(shown(notSignedInPage({ kind: 'declined', provider: 'Acme' }, FACTS))).toMatchInlineSnapshot(`
      "403 Error: Acme did not sign you in – Wicketgate
      Wicketgate
      Acme did not sign you in
      You, or the provider, said no. Nothing was given to the application.
      Try another way
      Deny"
    `);
    expect(shown(notSignedInPage({ kind: 'bad_answer', provider: 'Acme' }, FACTS))).toMatchInlineSnapshot(`
      "400 Error: The answer of Acme proves nothing – Wicketgate
      Wicketgate
      The answer of Acme proves nothing
      Nothing was given to the application. Try again; if it goes on, tell the people who run this service.
      Try another way
      Deny"
    `);
    expect(shown(notSignedInPage({ kind: 'stranger', principal: APPROVAL.principal }, FACTS))).toMatchInlineSnapshot(`
      "403 Error: You may not come in – Wicketgate
      Wicketgate
      You may not come in
      Anna Example (anna@example.com) is not in a group that may come in. Ask the people who run this service, or sign in with another account.
      Try another way
      Deny"
    `);
  });

  it('when it cannot go on', () => {
    expect(OBSTACLES.map((obstacle) => shown(obstaclePage(obstacle))).join('\n\n')).toMatchInlineSnapshot(`
      "410 Error: This sign-in is over – Wicketgate
      Wicketgate
      This sign-in is over
      It was decided, took longer than 10 minutes, or was begun in another browser. Go back to your device or application and begin again there.

      403 Error: Too many refused API keys – Wicketgate
      Wicketgate
      Too many refused API keys
      The sign-in was ended to keep guessers out. Go back to your device or application and begin again there.

      400 Error: Your browser did not keep the sign-in – Wicketgate
      Wicketgate
      Your browser did not keep the sign-in
      The cookie of this page did not come back. Allow cookies for it, then begin again.

      403 Error: This did not come from our page – Wicketgate
      Wicketgate
      This did not come from our page
      Nothing was done. Pages of this service are at https://gate.example.com alone. Go back to your device or application and begin again there.

      400 Error: The form cannot be read – Wicketgate
      Wicketgate
      The form cannot be read
      Go back, load the page anew and try again.

      429 Error: Too many tries – Wicketgate
      Wicketgate
      Too many tries
      Wait 1 second, then go back and try again.

      429 Error: Too many tries – Wicketgate
      Wicketgate
      Too many tries
      Wait 89 seconds, then go back and try again.

      429 Error: Too many tries – Wicketgate
      Wicketgate
      Too many tries
      Wait 2 minutes, then go back and try again.

      503 Error: The service cannot answer now – Wicketgate
      Wicketgate
      The service cannot answer now
      Nothing was lost. Try again in a moment.

      500 Error: The service failed – Wicketgate
      Wicketgate
      The service failed
      Tell the people who run it this number: 0123456789abcdef

      400 Error: The application is not known here – Wicketgate
      Wicketgate
      The application is not known here
      Its client_id is not one of this service. Nothing was sent to it. Tell the people who make it.

      400 Error: The application asks for an address that is not its own – Wicketgate
      Wicketgate
      The application asks for an address that is not its own
      Its redirect_uri is neither registered nor on this computer, so nothing was sent there. If you followed a link, somebody may be trying to use your account.

      400 Error: The request cannot be read – Wicketgate
      Wicketgate
      The request cannot be read
      A parameter of the address is there twice. Tell the people who make the application."
    `);
  });
});

const OBSTACLES: readonly Obstacle[] = [
  { kind: 'over' },
  { kind: 'exhausted' },
  { kind: 'no_cookie' },
  { kind: 'foreign_form', publicUrl: 'https://gate.example.com' },
  { kind: 'bad_form' },
  { kind: 'throttled', retryAfterSeconds: 1 },
  { kind: 'throttled', retryAfterSeconds: 89 },
  { kind: 'throttled', retryAfterSeconds: 91 },
  { kind: 'unavailable', retryAfterSeconds: 5 },
  { kind: 'failed', requestId: '0123456789abcdef' },
  { kind: 'unknown_client' },
  { kind: 'bad_redirect_uri' },
  { kind: 'repeated_parameter' },
];

describe('every page', () => {
  const pages: readonly Page[] = [
    codePage(FACTS, undefined),
    codePage(FACTS, 'unknown'),
    identify(),
    identify({ wanted: BROWSER, keyRefused: true }),
    confirmPage({ ...FACTS, ...TIMES, revision: 2, wanted: DEVICE, approval: APPROVAL }),
    devicePage('allow'),
    leavePage('Acme', 'https://id.example.com/?a=b&c="d"'),
    returnPage('Wicketgate command', 'http://127.0.0.1:1/', 'allow'),
    notSignedInPage({ kind: 'down', provider: 'Acme' }, FACTS),
    ...OBSTACLES.map(obstaclePage),
  ];

  it.each(pages.map((page) => [page.title, documentOf(page)]))(
    '%s: has its landmarks, one heading, and no script',
    (_, html) => {
      expect(html.startsWith('<!doctype html>')).toBe(true);
      expect(html).toContain('<html lang="en">');
      for (const tag of ['h1', 'main', 'header', 'title'])
        expect(html.match(new RegExp(`<${tag}\\b`, 'g'))).toHaveLength(1);
      expect(html).not.toMatch(/<script|\son\w+=|\sstyle=|javascript:/i);
    },
  );

  it.each(pages.map((page) => [page.title, documentOf(page)]))('%s: labels and describes its fields', (_, html) => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
      if (tag.includes('type="hidden"')) continue;
      const [, id = ''] = /\sid="([^"]+)"/.exec(tag) ?? [];
      expect(html).toContain(`<label for="${id}">`);
      expect(tag).toContain('spellcheck="false"');
      const [, described = ''] = /aria-describedby="([^"]+)"/.exec(tag) ?? [];
      for (const description of described.split(' ')) expect(ids).toContain(description);
      expect(tag.includes('aria-invalid="true"')).toBe(described.includes('error'));
    }
  });

  it('keeps API keys out of what browsers remember', () => {
    expect(documentOf(identify())).toMatch(/type="password"[^>]*name="api_key"[^>]*autocomplete="off"/);
    expect(documentOf(codePage(FACTS, undefined))).toMatch(/name="user_code"[^>]*autocomplete="one-time-code"/);
  });

  it('shows foreign names as text', () => {
    const evil = '<img src=x onerror=alert(1)>"\'';
    const wanted: Wanted = { ...DEVICE, kind: 'device', clientName: evil };
    const html = [
      identify({ wanted, providers: [{ id: evil, name: evil }] }),
      confirmPage({
        ...FACTS,
        ...TIMES,
        revision: 2,
        wanted,
        approval: { ...APPROVAL, principal: { id: evil, email: evil, name: evil } },
      }),
      leavePage(evil, evil),
      returnPage(evil, evil, 'deny'),
      notSignedInPage({ kind: 'down', provider: evil }, FACTS),
    ].map(documentOf);
    for (const text of html) {
      expect(text).not.toContain('<img');
      expect(text).toContain('&lt;img');
    }
  });
});
