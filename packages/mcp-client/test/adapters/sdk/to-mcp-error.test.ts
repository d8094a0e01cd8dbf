import {
  InsufficientScopeError,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { networkFailure } from '../../../src/adapters/sdk/network-failure.ts';
import { toMcpError } from '../../../src/adapters/sdk/to-mcp-error.ts';
import { McpError } from '../../../src/words/errors.ts';

const SECRET = 'what the server wrote';
const request = { doing: 'request', hasSession: false } as const;
const http = (status: number, text = SECRET) =>
  new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, SECRET, { status, statusText: SECRET, text });

describe('toMcpError', () => {
  it.each([
    [new ProtocolError(-32_602, SECRET), { code: 'server_error', rpcCode: -32_602 }],
    [new ProtocolError(-32_022, SECRET), { code: 'unsupported_protocol', rpcCode: -32_022 }],
    [new SdkError(SdkErrorCode.ConnectionClosed, SECRET), { code: 'connection_lost' }],
    [new SdkError(SdkErrorCode.NotConnected, SECRET), { code: 'connection_lost', attempts: 0 }],
    [new SdkError(SdkErrorCode.RequestTimeout, SECRET), { code: 'timeout' }],
    [new SdkError(SdkErrorCode.InvalidResult, SECRET), { code: 'bad_answer' }],
    [new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, SECRET), { code: 'bad_answer' }],
    [new SdkError(SdkErrorCode.CapabilityNotSupported, SECRET), { code: 'server_error' }],
    [new UnauthorizedError(SECRET), { code: 'unauthorized', status: 401 }],
    [new InsufficientScopeError({ requiredScope: SECRET }), { code: 'forbidden', status: 403 }],
    [http(401), { code: 'unauthorized', status: 401 }],
    [http(403), { code: 'forbidden', status: 403 }],
    [http(307), { code: 'bad_answer', status: 307 }],
    [http(404, '{"error":{"code":-32601}}'), { code: 'server_error', status: 404, rpcCode: -32_601 }],
    [new SyntaxError(SECRET), { code: 'bad_answer' }],
    ['a text', { code: 'bad_answer' }],
  ])('takes %s for %o, and keeps foreign texts out of the message', (error, expected) => {
    const mapped = toMcpError(error, request);
    expect(mapped).toMatchObject(expected);
    expect(mapped.message).not.toContain(SECRET);
    expect(mapped.cause).toBeDefined();
  });

  it('keeps what is an error of ours, however deep it stands', () => {
    const inner = new McpError('address_not_allowed', 'It is private.');
    const outer = new SdkError(SdkErrorCode.EraNegotiationFailed, 'x', {}, { cause: new Error('y', { cause: inner }) });
    expect(toMcpError(outer, request)).toBe(inner);
  });

  it('tells a session that is unknown from a page that is not there', () => {
    expect(toMcpError(http(404), { doing: 'request', hasSession: true })).toMatchObject({ code: 'connection_lost' });
    expect(toMcpError(http(404), { doing: 'connect', hasSession: false })).toMatchObject({ code: 'bad_answer' });
  });

  it('calls a server unreachable that ended the connection while it was made', () => {
    const closed = new SdkError(SdkErrorCode.ConnectionClosed, 'x');
    const ending = new Error('code 1');
    const doing = 'connect';
    expect(toMcpError(closed, { doing, hasSession: false })).toMatchObject({ code: 'server_unreachable', attempts: 0 });
    const told = toMcpError(closed, { doing, hasSession: false, ending });
    expect(told).toMatchObject({ code: 'server_unreachable', attempts: undefined, cause: ending });
  });
});

describe('networkFailure', () => {
  const caused = (cause: unknown) => new TypeError('fetch failed', { cause });
  const system = (code: string, syscall?: string) => Object.assign(new Error('x'), { code, syscall });

  it.each([
    system('ECONNREFUSED', 'connect'),
    system('EHOSTUNREACH', 'connect'),
    system('ENOTFOUND', 'getaddrinfo'),
    system('UND_ERR_CONNECT_TIMEOUT'),
    system('CERT_HAS_EXPIRED'),
    system('ERR_TLS_CERT_ALTNAME_INVALID'),
    Object.assign(new AggregateError([system('ECONNREFUSED', 'connect'), system('ETIMEDOUT', 'connect')]), {
      code: 'ECONNREFUSED',
    }),
  ])('knows that %o comes before sending', (cause) => {
    expect(networkFailure(caused(cause), undefined)).toMatchObject({ code: 'server_unreachable', attempts: 0 });
  });

  it.each([
    system('ECONNRESET', 'read'),
    system('UND_ERR_SOCKET'),
    system('EPIPE', 'write'),
    // The last word of a network that is gone, about a connection that stood.
    system('EHOSTUNREACH', 'read'),
    system('ENETUNREACH', 'write'),
    system('ECONNREFUSED', 'read'),
    // A record that somebody slipped in.
    system('ERR_SSL_WRONG_VERSION_NUMBER'),
    system('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'),
    new AggregateError([system('ECONNREFUSED', 'connect'), system('ECONNRESET', 'read')]),
    new AggregateError([]),
  ])('does not know how far a request came with %o', (cause) => {
    expect(networkFailure(caused(cause), undefined)).toMatchObject({ code: 'connection_lost', attempts: undefined });
  });

  it('leaves the end by a signal to whoever ended it', () => {
    const error = new DOMException('x', 'AbortError');
    expect(networkFailure(error, AbortSignal.abort())).toBe(error);
  });
});
