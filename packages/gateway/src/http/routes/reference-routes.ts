import { openApiDocument } from '@wicketgate/contract/openapi';
import type { Context } from 'hono';
import { VERSION } from '../../version.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import type { Mounting } from '../mount.ts';

/** The script of the reference page, as the host keeps it. */
export interface ReferenceScript {
  /** Changes with the bytes. */
  readonly etag: string;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

export interface ReferenceParts {
  readonly publicUrl: string;
  /** Undefined where the host has none: then there is no page, and the document alone is served. */
  readonly script: ReferenceScript | undefined;
}

/** The page loads from the gateway alone. Its styles are made by its script, which has no way to mark them. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `/openapi.json`, and `/docs` to read it by. */
export function mountReference({ page }: Mounting, { publicUrl, script }: ReferenceParts): void {
  const document = JSON.stringify(openApiDocument({ version: VERSION, url: publicUrl }));
  page('/openapi.json', (c) => Promise.resolve(c.body(document, 200, { 'content-type': 'application/json' })));
  if (script === undefined) return;
  page('/docs', (c) => {
    c.header('content-security-policy', PAGE_POLICY);
    return Promise.resolve(c.body(PAGE, 200, { 'content-type': 'text/html; charset=utf-8' }));
  });
  page('/docs/start.js', (c) => Promise.resolve(c.body(START, 200, { 'content-type': JAVASCRIPT })));
  page('/docs/reference.js', (c) => answerScript(c, script));
}

const JAVASCRIPT = 'text/javascript; charset=utf-8';

async function answerScript(c: Context<GatewayEnv>, script: ReferenceScript): Promise<Response> {
  c.header('etag', script.etag);
  c.header('cache-control', 'no-cache');
  if (c.req.header('if-none-match') === script.etag) return c.body(null, 304);
  return c.body(await script.read(), 200, { 'content-type': JAVASCRIPT });
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Wicketgate API</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <div id="reference"></div>
    <noscript>This page needs JavaScript. The document it shows is at <a href="openapi.json">/openapi.json</a>.</noscript>
    <script src="docs/reference.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

/** Everything that would ask another host is off. */
const START = `Scalar.createApiReference('#reference', {
  url: 'openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  persistAuth: false,
  operationTitleSource: 'path',
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
});
`;
