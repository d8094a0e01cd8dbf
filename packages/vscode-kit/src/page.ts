// What an extension needs for pages of its own, without VS Code: pages are tested anywhere. Pinned by test/pins.test.ts.
export { describeState, type Description, type Speech } from './rules/describe.ts';
export { type Html, html, type HtmlValue } from './rules/html.ts';
export { type Page, renderPage } from './rules/page.ts';
export { personOf, plainLine } from './rules/person.ts';
export { createTimeFormat } from './rules/time-format.ts';
