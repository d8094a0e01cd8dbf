import type { ErrorCode } from '@wicketgate/contract';

/** A body: text, bytes, or so many bytes of a valid JSON text that arrive as a stream without a length. */
export type MalformedBody = string | Uint8Array<ArrayBuffer> | { readonly streamBytes: number };

interface Expectation {
  readonly status: number;
  readonly code: ErrorCode;
}

/** A request that a web `Request` can carry. */
export interface WebMalformedRequest {
  readonly name: string;
  readonly request: {
    readonly method: string;
    /** Path and query as they go over the wire. */
    readonly path: string;
    /** In order; a name may come twice. `{admin_key}` in a value stands for a valid key with the role admin. */
    readonly headers: readonly (readonly [string, string])[];
    readonly body?: MalformedBody;
  };
  readonly expect: Expectation;
}

/** A request that only a raw socket can carry, byte for byte. `{admin_key}` and `{host}` are filled in. */
export interface RawMalformedRequest {
  readonly name: string;
  readonly raw: string;
  readonly expect: Expectation;
}

/** One row of the table of bad input: what is sent, and the documented problem that comes back. Never a 500. */
export type MalformedRequest = WebMalformedRequest | RawMalformedRequest;

export interface Target {
  /** Where the gateway is, without a trailing slash. */
  readonly baseUrl: string;
  readonly adminKey: string;
}

/** The row as a web `Request`. */
export function malformedAsRequest({ request }: WebMalformedRequest, { baseUrl, adminKey }: Target): Request {
  const headers = new Headers();
  for (const [name, value] of request.headers) headers.append(name, value.replace('{admin_key}', adminKey));
  return new Request(baseUrl + request.path, {
    method: request.method,
    headers,
    ...(request.body !== undefined && { body: bodyOf(request.body), duplex: 'half' }),
  });
}

/** The row as the bytes of an HTTP/1.1 request that asks to close the connection after it. */
export function malformedAsBytes(row: MalformedRequest, { baseUrl, adminKey }: Target): Uint8Array<ArrayBuffer> {
  const { host, pathname } = new URL(baseUrl);
  if ('raw' in row) return latin1(row.raw.replace('{admin_key}', adminKey).replace('{host}', host));
  const { method, path, headers, body } = row.request;
  const lines = headers.map(([name, value]) => `${name}: ${value.replace('{admin_key}', adminKey)}`);
  const framed = frame(body, headers);
  const head = [`${method} ${pathname.replace(/\/$/, '')}${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close'];
  return concat(latin1([...head, ...lines, ...framed.lines, '', ''].join('\r\n')), framed.bytes);
}

function frame(body: MalformedBody | undefined, headers: readonly (readonly [string, string])[]) {
  if (body === undefined) return { lines: [], bytes: new Uint8Array() };
  const bytes = bytesOf(body);
  if (typeof body === 'object' && 'streamBytes' in body) {
    const chunk = concat(latin1(`${bytes.length.toString(16)}\r\n`), bytes, latin1('\r\n0\r\n\r\n'));
    return { lines: ['Transfer-Encoding: chunked'], bytes: chunk };
  }
  const told = headers.some(([name]) => name.toLowerCase() === 'content-length');
  return { lines: told ? [] : [`Content-Length: ${bytes.length}`], bytes };
}

function bodyOf(body: MalformedBody): BodyInit {
  if (typeof body !== 'object' || !('streamBytes' in body)) return body;
  const bytes = bytesOf(body);
  const half = bytes.length >> 1;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.subarray(0, half));
      controller.enqueue(bytes.subarray(half));
      controller.close();
    },
  });
}

function bytesOf(body: MalformedBody): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return 'streamBytes' in body ? latin1('{}'.padEnd(body.streamBytes, ' ')) : body;
}

function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
