import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { type ErrorCode, ERRORS, PROBLEM_MEDIA_TYPE, problemOf } from '@wicketgate/contract';
import { systemRandom } from '../adapters/system-defaults.ts';
import { newRequestId } from '../fake-gateway/request-id.ts';

/** Any web-standard handler: the fake gateway's `fetch`, the real one's, a double in a test. */
export type FetchHandler = (request: Request) => Promise<Response> | Response;

export interface HttpServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Ends open connections at once, those that hang included. */
  close(): Promise<void>;
}

/** Serves a handler on a free port of 127.0.0.1. A handler that rejects ends the connection without an answer. */
export async function serveOverHttp(handler: FetchHandler): Promise<HttpServer> {
  const respond = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    serve(handler, incoming, outgoing).catch(() => incoming.destroy());
  };
  const server = createServer({ requireHostHeader: false }, respond);
  // Without this Node answers an Expect that it does not know with an empty 417.
  server.on('checkExpectation', respond);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable) socket.end(rawProblem(codeOfParseError(error.code)));
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function serve(handler: FetchHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => {
    gone.abort(new Error('The client went away.'));
  });
  const request = requestOf(incoming, gone.signal);
  const response = request ? await handler(request) : problemResponse('malformed_request');
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (response.body) await pipeline(Readable.fromWeb(response.body as NodeReadableStream), outgoing);
  else outgoing.end();
}

/** The web request, or nothing where HTTP is bent in a way that Node's parser lets through. */
function requestOf(incoming: IncomingMessage, signal: AbortSignal): Request | undefined {
  const headers = new Headers();
  const { rawHeaders, url = '' } = incoming;
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  // Exactly one Host (RFC 9112 section 3.2), and no expectation but 100-continue (RFC 9110 section 10.1.1).
  const host = headers.get('host') ?? '';
  if (!/^[A-Za-z0-9.:[\]-]+$/.test(host) || !url.startsWith('/')) return undefined;
  if ((headers.get('expect') ?? '100-continue').toLowerCase() !== '100-continue') return undefined;
  const method = incoming.method ?? 'GET';
  const hasBody =
    method !== 'GET' && method !== 'HEAD' && (headers.has('content-length') || headers.has('transfer-encoding'));
  return new Request(`http://${host}${url}`, {
    // The web's Request refuses to be built with TRACE; any other unknown method gets the same answer.
    method: method === 'TRACE' ? 'X-TRACE' : method,
    headers,
    signal,
    ...(hasBody && { body: bodyOf(incoming), duplex: 'half' }),
  });
}

/** Ends quietly when the handler stops reading; `Readable.toWeb` throws when data arrive after that. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let open = true;
  return new ReadableStream({
    start(controller) {
      incoming.on('data', (chunk: Buffer) => {
        if (open) controller.enqueue(chunk);
      });
      incoming.on('end', () => {
        if (open) controller.close();
      });
      incoming.on('error', (error) => {
        if (open) controller.error(error);
      });
    },
    cancel() {
      open = false;
    },
  });
}

function codeOfParseError(code: string | undefined): ErrorCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'malformed_request';
}

function problemResponse(code: ErrorCode): Response {
  const requestId = newRequestId(systemRandom);
  return new Response(JSON.stringify(problemOf(code, { requestId })), {
    status: ERRORS[code].status,
    headers: { 'Content-Type': PROBLEM_MEDIA_TYPE, 'X-Request-Id': requestId, Connection: 'close' },
  });
}

function rawProblem(code: ErrorCode): string {
  const requestId = newRequestId(systemRandom);
  const body = JSON.stringify(problemOf(code, { requestId }));
  return [
    `HTTP/1.1 ${ERRORS[code].status} Refused`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `X-Request-Id: ${requestId}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
