import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { type ErrorCode, REQUEST_LIMITS } from '@wicketgate/contract';
import type { Gateway } from '../index.ts';
import { answerProblem, type ProblemAnswer, type WireProblem } from '../problems.ts';

/** Milliseconds that a caller has for a part of a request. */
export interface ServerTimeouts {
  /** For all headers; default 10,000. */
  readonly headersMs?: number;
  /** For the whole request; default 30,000. */
  readonly requestMs?: number;
  /** How often connections are checked for both; default 2,000. */
  readonly checkEveryMs?: number;
}

export interface HttpServerOptions {
  readonly newRequestId: () => string;
  readonly timeouts?: ServerTimeouts;
}

export interface RequestAnswering {
  readonly fetch: Gateway['fetch'];
  readonly newRequestId: () => string;
}

/** A server that answers what its parser refuses with problem documents. `answerRequests` tells it what to do with the rest. */
export function createHttpServer({ newRequestId, timeouts = {} }: HttpServerOptions): Server {
  const server = createServer({
    maxHeaderSize: REQUEST_LIMITS.headerBytes,
    headersTimeout: timeouts.headersMs ?? 10_000,
    requestTimeout: timeouts.requestMs ?? 30_000,
    connectionsCheckingInterval: timeouts.checkEveryMs ?? 2_000,
    keepAliveTimeout: 65_000,
    // Node would answer with an empty body; it is checked below.
    requireHostHeader: false,
  });
  const problem = (wire: WireProblem) => answerProblem(wire, newRequestId());
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (incoming, outgoing) => {
    answering.set(incoming.socket, outgoing);
  });
  server.on('checkExpectation', (_incoming, outgoing) => {
    writeTo(outgoing, problem(EXPECTING));
  });
  server.on('connect', (_incoming, socket) => {
    // Node no longer watches over the socket: an error nobody hears ends the process, and one left open holds up a stop.
    socket.on('error', () => socket.destroy());
    socket.end(toBytes(problem(UNREADABLE)), () => socket.destroy());
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // What was begun cannot be taken back: a second status line would be read as part of the first answer.
    if (error.code === 'ECONNRESET' || !socket.writable || answering.get(socket)?.headersSent) socket.destroy();
    else socket.end(toBytes(problem({ code: codeOfParserError(error.code) })));
  });
  return server;
}

/** Answers the requests of a server by a web-standard handler. */
export function answerRequests(server: Server, { fetch, newRequestId }: RequestAnswering): void {
  const problem = (wire: WireProblem) => answerProblem(wire, newRequestId());
  const answer = getRequestListener(
    (request, { incoming }) => fetch(request, addressOf(incoming as IncomingMessage)),
    // The globals of a process that embeds the gateway are not ours to replace.
    { overrideGlobalObjects: false, hostname: 'localhost', errorHandler: () => toResponse(problem(UNREADABLE)) },
  );
  server.on('request', (incoming, outgoing) => {
    // A connection that becomes idle while the server stops would be kept alive and hold it up.
    outgoing.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    if (!server.listening) outgoing.setHeader('connection', 'close');
    // A proxy in front may have read another host than we would (RFC 9112 section 3.2).
    const hosts = hostsOf(incoming);
    if (hosts > 1 || (hosts === 0 && incoming.httpVersion === '1.1')) writeTo(outgoing, problem(HOSTLESS));
    else void answer(incoming, outgoing);
  });
}

const UNREADABLE: WireProblem = { code: 'malformed_request', detail: 'The address of the request cannot be read.' };
const HOSTLESS: WireProblem = { code: 'malformed_request', detail: 'Send exactly one Host header.' };
const EXPECTING: WireProblem = { code: 'malformed_request', detail: 'Of Expect only 100-continue is known here.' };

function codeOfParserError(code: string | undefined): ErrorCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'malformed_request';
}

function addressOf({ socket }: IncomingMessage): { address?: string } {
  return socket.remoteAddress === undefined ? {} : { address: socket.remoteAddress };
}

function hostsOf({ rawHeaders }: IncomingMessage): number {
  return rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length;
}

function toResponse({ status, headers, body }: ProblemAnswer): Response {
  return new Response(body, { status, headers });
}

function writeTo(outgoing: ServerResponse, { status, headers, body }: ProblemAnswer): void {
  outgoing.writeHead(status, { ...headers, ...closing(body) });
  outgoing.end(body);
}

/** The answer as bytes for a socket whose request could not be read: nobody knows where the next one would begin. */
function toBytes({ status, headers, body }: ProblemAnswer): string {
  const lines = Object.entries({ ...headers, ...closing(body) }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('')}\r\n${body}`;
}

function closing(body: string): Record<string, string> {
  return { 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
}
