import { describe, expect, it } from 'vitest';
import { Html, html, type HtmlValue } from '../../src/rules/html.ts';

describe('a piece of HTML', () => {
  it('is the template itself when it has no values', () => {
    expect(html`<p>&amp;</p>`.toString()).toBe('<p>&amp;</p>');
  });

  it('escapes every character that could leave its place', () => {
    expect(html`<p title="${`&<>"'\``}">${`&<>"'\``}</p>`.toString()).toBe(
      '<p title="&#38;&#60;&#62;&#34;&#39;&#96;">&#38;&#60;&#62;&#34;&#39;&#96;</p>',
    );
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title><svg onload=alert(1)>',
    '${alert(1)}',
    '<!--',
  ])('lets nothing of %j out', (hostile) => {
    const around = html`<p title="${hostile}">${hostile}</p>`.toString();
    expect(around.replace(/^<p title="|">|<\/p>$/g, '')).not.toMatch(/[<>"'`]/);
  });

  it('keeps what html made, and escapes once', () => {
    const strong = html`<b>${'a & b'}</b>`;
    expect(html`<p>${strong}</p>`.toString()).toBe('<p><b>a &#38; b</b></p>');
  });

  it('joins lists without anything between, however deep', () => {
    const items: HtmlValue = ['<', [html`<b>x</b>`, [1, 2]], undefined];
    expect(html`${items}`.toString()).toBe('&#60;<b>x</b>12');
  });

  it('shows numbers, and nothing of undefined', () => {
    expect(html`${0}|${undefined}|${-1.5}`.toString()).toBe('0||-1.5');
  });

  it('takes what looks like its own for text', () => {
    const forged = { toString: () => '<script>' } as unknown as HtmlValue;
    expect(html`${forged}`.toString()).toBe('&#60;script&#62;');
    expect(html`${null as unknown as HtmlValue}`.toString()).toBe('null');
    expect(html`<p></p>`).toBeInstanceOf(Html);
  });
});
