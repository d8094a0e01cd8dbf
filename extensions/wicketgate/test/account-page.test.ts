import type { Identity } from '@wicketgate/core';
import type { GateState } from '@wicketgate/vscode-kit';
import { createTimeFormat } from '@wicketgate/vscode-kit/page';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { accountPage } from '../src/account-page.ts';
import { active, grace, identity, shut } from './states.ts';

const NONCE = 'abcdefghijklmnopqrstuv0123456789';

/** Says a message as VS Code does. */
const t = (message: string, ...args: (string | number | boolean)[]): string =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));
const formatTime = createTimeFormat('en');

function pageOf(state: GateState, change: { url?: string; nonce?: string; calls?: number } = {}): string {
  const { url = 'https://gateway.example.com', nonce = NONCE, calls } = change;
  return accountPage({ state, url, nonce, calls, language: 'en', t, formatTime });
}

const tags = (page: string) =>
  [...page.replaceAll(/<style[\s\S]*?<\/style>/g, '').matchAll(/<[^>]*>/g)].map(([tag]) => tag);
const decode = (page: string) => page.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
const textOf = (page: string) =>
  decode(page.replaceAll(/<style[\s\S]*?<\/style>/g, '').replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('the account page', () => {
  it('says who, what, how often, until when, and where', () => {
    const text = textOf(pageOf(active));
    for (const part of [
      'Dev',
      'dev@example.com',
      'user-1',
      'Online',
      'Tier Pro',
      'Scopes tools:call, releases:read',
      'Limit 300 a minute, 50 at once',
      'API key Laptop · aB3dE6gH9j · live',
      `Expires ${formatTime('2027-01-31T00:00:00.000Z')}`,
      'Gateway https://gateway.example.com',
      `accepted your API key on ${formatTime('2026-11-21T12:00:00.000Z')}`,
    ]) {
      expect(text).toContain(part);
    }
  });

  it('names the application and the id of a sign-in, where there is no key', () => {
    const session = { id: '0123456789abcdef', clientId: 'wicketgate-vscode', clientName: 'Wicketgate for VS Code' };
    const text = textOf(pageOf({ ...active, identity: { ...identity, key: null, session } }));
    expect(text).toContain('Sign-in Wicketgate for VS Code · 0123456789abcdef');
    expect(text).not.toContain('Laptop');
    expect(textOf(pageOf(active))).not.toContain('Sign-in');
  });

  it('says how often the person has called where that is known, and how late that is', () => {
    expect(textOf(pageOf(active, { calls: 1_234 }))).toContain('Calls 1234 (counted up to a minute late)');
    expect(textOf(pageOf(active, { calls: 0 }))).toContain('Calls 0 (counted');
    expect(textOf(pageOf(active))).not.toContain('Calls');
  });

  it('is visibly offline in the grace, and says how long it goes on', () => {
    const text = textOf(pageOf(grace));
    expect(text).toContain('Offline');
    expect(text).not.toContain('Online');
    expect(text).toContain(`You can go on until ${formatTime(grace.until)}`);
    expect(text).not.toMatch(/invalid|refused/i);
  });

  it('shows nothing of anybody in a state that is shut', () => {
    for (const state of shut) {
      expect(textOf(pageOf(state)).trim()).toBe('Account There is no account to show while Wicketgate is shut.');
      expect(tags(pageOf(state)).join('')).not.toContain('href');
    }
  });

  it('marks its links as buttons where a theme of high contrast gives them no colour', () => {
    const borders = [...pageOf(active).matchAll(/nav a(?::first-child)? \{[^}]*\bborder(?:-color)?: ([^;]*);/g)];
    expect(borders.map(([, border]) => border)).toEqual([
      '1px solid var(--vscode-button-secondaryBorder, var(--vscode-contrastBorder, transparent))',
      'var(--vscode-button-border, var(--vscode-contrastBorder, transparent))',
    ]);
  });

  it('says that a key has no end, and no scope', () => {
    const text = textOf(pageOf({ ...active, identity: { ...identity, expiresAt: null, scopes: [] } }));
    expect(text).toContain('Expires Never');
    expect(text).toContain('Scopes None');
  });

  it('says how somebody is signed in without a key, and until when', () => {
    const session = { id: '0123456789abcdef', clientId: 'wicketgate-vscode', clientName: 'Wicketgate for VS Code' };
    const text = textOf(pageOf({ ...active, identity: { ...identity, key: null, session } }));
    expect(text).toContain('Sign-in Wicketgate for VS Code · 0123456789abcdef');
    expect(text).toContain(`Signed in until ${formatTime('2027-01-31T00:00:00.000Z')}`);
    expect(text).toContain(`accepted your sign-in on ${formatTime('2026-11-21T12:00:00.000Z')}`);
    expect(text).not.toContain('API key');
  });

  it('names the role of those alone who administer something', () => {
    expect(textOf(pageOf(active))).not.toContain('Role');
    expect(textOf(pageOf({ ...active, identity: { ...identity, role: 'admin' } }))).toContain('Role Admin');
  });

  it('calls a person without a name by the email, and shows nothing twice', () => {
    const principal = { id: 'dev@example.com', email: 'dev@example.com', name: null };
    const text = textOf(pageOf({ ...active, identity: { ...identity, principal } }));
    expect(text.split('Online')[0]).toBe('Account dev@example.com ');
  });
});

describe('the safety of the account page', () => {
  it('allows the one style sheet and nothing else', () => {
    const page = pageOf(active);
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(decode(policy).split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'nonce-${NONCE}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).toContain(`<style nonce="${NONCE}">`);
  });

  it('has no script, no handler, no image, no frame, no form and no style of its own in a tag', () => {
    for (const state of [active, grace, ...shut]) {
      const names = new Set(tags(pageOf(state)).map((tag) => /^<\/?(!?\w+)/.exec(tag)?.[1]));
      for (const name of ['script', 'img', 'iframe', 'form', 'object', 'embed', 'svg', 'link', 'base']) {
        expect(names).not.toContain(name);
      }
      expect(tags(pageOf(state)).join('')).not.toMatch(/\son\w+=|\sstyle=|javascript:/i);
    }
  });

  it('links to commands of its own list alone', () => {
    const targets = [...pageOf(active).matchAll(/href="([^"]*)"/g)].map(([, target]) => target);
    expect(targets).toEqual([
      'command:wicketgate.checkStatus',
      'command:wicketgate.signOut',
      'command:wicketgate.copyDiagnostics',
    ]);
  });

  it('shows markup in anything that the gateway says as text, whatever it is', () => {
    const plain = tags(pageOf({ ...grace, identity: hostile('plain') }));
    for (const text of hostileTexts()) {
      const page = pageOf({ ...grace, identity: hostile(text) }, { url: `https://gateway.example.com/${text}` });
      expect(tags(page), text).toEqual(plain);
      expect(textOf(page)).toContain(`API key ${text}`.replaceAll(/\s+/g, ' ').trimEnd());
    }
  });

  it('keeps text that runs from right to left within its own line', () => {
    const page = pageOf({ ...active, identity: hostile('\u202Egnp.exe') });
    for (const [, element = ''] of page.matchAll(/<dd>([\s\S]*?)<\/dd>/g)) expect(element).toMatch(/^<bdi>.*<\/bdi>$/s);
    expect(/<h1>([\s\S]*?)<\/h1>/.exec(page)?.[1]).toMatch(/^<bdi>.*<\/bdi>$/s);
  });

  it('refuses a nonce that could be guessed', () => {
    expect(() => pageOf(active, { nonce: 'short' })).toThrow(TypeError);
  });
});

/** An identity that says the text wherever the gateway may say what it likes. */
function hostile(text: string): Identity {
  return {
    ...identity,
    key: { id: 'aB3dE6gH9j', name: text, env: 'live' },
    session: { id: '0123456789abcdef', clientId: 'wicketgate-cli', clientName: text },
    principal: { id: `${text}1`, email: `${text}2`, name: `${text}3` },
    scopes: [text],
  };
}

/** What has broken out of pages before, and 200 mixtures of the characters that do. */
function hostileTexts(): string[] {
  const random = createSeededRandom(7);
  const pieces = ['<', '>', '"', "'", '`', '&', '/', '=', '${', '{0}', '&lt;', '<!--', ']]>', 'x', ' ', 'é'];
  const mixtures = Array.from({ length: 200 }, () =>
    [...random(new Uint8Array(24))].map((byte) => pieces[byte % pieces.length]).join(''),
  );
  return [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title><base href="https://example.com/">',
    '</style><meta http-equiv="refresh" content="0">',
    '<a href="command:workbench.action.terminal.sendSequence">here</a>',
    ...mixtures,
  ];
}
