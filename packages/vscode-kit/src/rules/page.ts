import { Html, html } from './html.ts';

export interface Page {
  readonly title: string;
  /** BCP 47, as `vscode.env.language` has it. */
  readonly lang: string;
  readonly body: Html;
  /** New random text for each page: 22 or more base64url characters, which is 128 bits. */
  readonly nonce: string;
  /** Your own style sheet, without foreign text. It must not hold `<`, which could end it. */
  readonly style: string;
}

const NONCE = /^[A-Za-z0-9_-]{22,}$/;

/**
 * A whole page for a webview. Its content security policy allows the one style sheet and nothing else: no script, no image,
 * no request, no form. Links, also to commands, work where the webview allows them.
 *
 * Throws a TypeError for a nonce that can be guessed, a style that could end itself, and a body that `html` did not make.
 */
export function renderPage({ title, lang, body, nonce, style }: Page): string {
  if (!NONCE.test(nonce)) throw new TypeError('nonce must be 22 or more base64url characters.');
  if (style.includes('<')) throw new TypeError('style must not hold "<".');
  if (!(body instanceof Html)) throw new TypeError('body must be made by html.');
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${new Html(style)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `.toString();
}
