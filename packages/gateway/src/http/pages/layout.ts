import { html, Markup } from './markup.ts';

/** A page as people meet it. */
export interface Page {
  /** 200 unless it tells of an error. */
  readonly status: 200 | 400 | 403 | 409 | 410 | 429 | 500 | 503;
  /** What state this is, for tabs and screen readers. */
  readonly title: string;
  /** Begins with the one `h1`. */
  readonly main: Markup;
  /** Where the browser goes by itself, at once. */
  readonly leaveTo?: string;
  readonly retryAfterSeconds?: number;
}

/** The whole of the styles: their hash stands in the policy of every page. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#4b5563;--line:#6b7280;--act:#0b57d0;--on-act:#fff;--bad:#b3261e;--note:#eef2f7}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--paper:#14171a;--soft:#b5bcc6;--line:#9aa0a6;--act:#8ab4f8;--on-act:#14171a;--bad:#f2b8b5;--note:#20262c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header,main{max-width:34rem;margin:0 auto;padding:1rem}
header p{margin:0;font-weight:600}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0 1rem}
h2{font-size:1.125rem;margin:1.5rem 0 .5rem}
dl{margin:0 0 1rem}
dt{color:var(--soft);margin-top:.5rem}
dd{margin:0}
label{display:block;font-weight:600;margin-bottom:.25rem}
.hint{color:var(--soft);margin:0 0 .5rem}
.error{color:var(--bad);font-weight:600;margin:0 0 .5rem}
.note{background:var(--note);border-left:.25rem solid var(--line);padding:.75rem 1rem;margin:1rem 0}
.note p{margin:0}
input[type=text],input[type=password]{width:100%;min-height:44px;padding:.5rem .75rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:.375rem}
input.code{font-family:ui-monospace,monospace;font-size:1.25rem;letter-spacing:.1em;text-transform:uppercase}
button,a.button{display:inline-block;min-height:44px;min-width:44px;padding:.5rem 1.25rem;margin:.75rem .5rem 0 0;font:inherit;font-weight:600;line-height:1.5;text-decoration:none;border:1px solid var(--act);border-radius:.375rem;background:var(--act);color:var(--on-act);cursor:pointer}
button.quiet{background:transparent;color:inherit;border-color:var(--line)}
a{color:var(--act)}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
`;

/** The document of a page. There is no script in it, and nothing is loaded. */
export function documentOf({ title, main, leaveTo }: Page): string {
  // Not a blank more than the hash in the policy is made over.
  const styles = new Markup(`<style>${STYLE}</style>`);
  const leave = leaveTo !== undefined && html`<meta http-equiv="refresh" content="0; url=${leaveTo}" />`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${leave}
        <title>${title} – Wicketgate</title>
        <link rel="icon" href="data:," />
        ${styles}
      </head>
      <body>
        <header><p>Wicketgate</p></header>
        <main>${main}</main>
      </body>
    </html> `.toHtml();
}
