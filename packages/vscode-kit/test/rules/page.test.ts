import { describe, expect, it, test } from 'vitest';
import type { Html } from '../../src/rules/html.ts';
import { html } from '../../src/rules/html.ts';
import { type Page, renderPage } from '../../src/rules/page.ts';

const NONCE = 'AbCdEfGhIjKlMnOpQr_-01';
const PAGE: Page = {
  title: 'Account',
  lang: 'en',
  body: html`<h1>${'Dev & Co'}</h1>`,
  nonce: NONCE,
  style: 'h1 > b { color: var(--vscode-foreground); }',
};

describe('a page', () => {
  it('is a whole document with its language, title and body', () => {
    const page = renderPage(PAGE);
    expect(page).toMatch(/^<!doctype html>\s*<html lang="en">/);
    expect(page).toContain('<title>Account</title>');
    expect(page).toContain('<h1>Dev &#38; Co</h1>');
  });

  it('allows its one style and nothing else', () => {
    const page = renderPage(PAGE);
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${NONCE}'; ` +
        `base-uri 'none'; form-action 'none'" />`,
    );
    expect(page).toMatch(
      new RegExp(`<style nonce="${NONCE}">\\s*h1 > b \\{ color: var\\(--vscode-foreground\\); \\}\\s*</style>`),
    );
    expect(page).not.toContain('<script');
    expect(page).not.toContain('unsafe');
  });

  it('puts its policy before anything that it rules', () => {
    const page = renderPage(PAGE);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style'));
  });

  it('escapes its title and its language', () => {
    const page = renderPage({ ...PAGE, title: '</title><script>', lang: '"><script>' });
    expect(page).not.toContain('<script>');
  });
});

test.each(['', NONCE.slice(1), `${NONCE.slice(1)}"`, `${NONCE} x`, `${NONCE}\n`])('a nonce %j is refused', (nonce) => {
  expect(() => renderPage({ ...PAGE, nonce })).toThrow(TypeError);
});

test('a style that could end itself is refused', () => {
  expect(() => renderPage({ ...PAGE, style: 'a{}</style><script>' })).toThrow(TypeError);
});

test('a body that html did not make is refused', () => {
  expect(() => renderPage({ ...PAGE, body: '<p>' as unknown as Html })).toThrow(TypeError);
});
