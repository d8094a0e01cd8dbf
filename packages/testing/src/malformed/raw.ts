import { REQUEST_LIMITS } from '@wicketgate/contract';
import { rawRow, row, WITH_KEY } from './row.ts';

const GET = 'GET /api/v1/me HTTP/1.1';
const POST = 'POST /api/v1/auth/validate HTTP/1.1';
const HOST = 'Host: {host}';
const KEY = 'Authorization: Bearer {admin_key}';
const TYPE = 'Content-Type: application/json';

/** Requests that bend HTTP itself. */
export const malformedHttp = [
  row('GET that claims a body', 'malformed_request', {
    line: 'GET /api/v1/me',
    headers: [...WITH_KEY, ['Content-Length', '2']],
  }),
  rawRow('GET with a body', 'malformed_request', { lines: [GET, HOST, KEY, TYPE, 'Content-Length: 2'], body: '{}' }),
  rawRow('no HTTP at all', 'malformed_request', { lines: ['hello'] }),
  rawRow('a version that does not exist', 'malformed_request', { lines: ['GET /api/v1/me HTTP/9.9', HOST, KEY] }),
  rawRow('a method in lower case', 'malformed_request', { lines: ['get /api/v1/me HTTP/1.1', HOST, KEY] }),
  rawRow('a method that the parser does not know', 'malformed_request', {
    lines: ['BREW /api/v1/me HTTP/1.1', HOST, KEY],
  }),
  rawRow('a path without a slash', 'malformed_request', { lines: ['GET api/v1/me HTTP/1.1', HOST, KEY] }),
  rawRow('a blank within the path', 'malformed_request', { lines: ['GET /api/v1/ me HTTP/1.1', HOST, KEY] }),
  rawRow('a control character in the path', 'malformed_request', { lines: ['GET /api/v1/\x01me HTTP/1.1', HOST, KEY] }),
  rawRow('the method TRACE', 'method_not_allowed', { lines: ['TRACE /api/v1/me HTTP/1.1', HOST, KEY] }),
  rawRow('no Host header', 'malformed_request', { lines: [GET, KEY] }),
  rawRow('two Host headers', 'malformed_request', { lines: [GET, HOST, 'Host: elsewhere.example.com', KEY] }),
  rawRow('a Host that is none', 'malformed_request', { lines: [GET, 'Host: no host', KEY] }),
  rawRow('a header line without a colon', 'malformed_request', { lines: [GET, HOST, 'Authorization'] }),
  rawRow('a header name with a blank', 'malformed_request', { lines: [GET, HOST, 'Author ization: Bearer x'] }),
  rawRow('a blank before the colon', 'malformed_request', { lines: [GET, HOST, 'Authorization : Bearer x'] }),
  rawRow('a NUL in a header', 'malformed_request', { lines: [GET, HOST, 'Authorization: Bearer \0'] }),
  rawRow('an Expect that nobody knows', 'malformed_request', { lines: [GET, HOST, KEY, 'Expect: a miracle'] }),
  rawRow('headers over the limit', 'headers_too_large', {
    lines: [GET, HOST, KEY, `X-Padding: ${'a'.repeat(REQUEST_LIMITS.headerBytes)}`],
  }),
  rawRow('many headers over the limit', 'headers_too_large', {
    lines: [GET, HOST, KEY, ...Array.from({ length: 600 }, (_, at) => `X-Padding-${at}: ${'a'.repeat(20)}`)],
  }),
  rawRow('a length that is no number', 'malformed_request', {
    lines: [POST, HOST, KEY, TYPE, 'Content-Length: two'],
    body: '{}',
  }),
  rawRow('a length below zero', 'malformed_request', {
    lines: [POST, HOST, KEY, TYPE, 'Content-Length: -2'],
    body: '{}',
  }),
  rawRow('two lengths', 'malformed_request', {
    lines: [POST, HOST, KEY, TYPE, 'Content-Length: 2', 'Content-Length: 3'],
    body: '{} ',
  }),
  rawRow('a length and chunks', 'malformed_request', {
    lines: [POST, HOST, KEY, TYPE, 'Content-Length: 2', 'Transfer-Encoding: chunked'],
    body: '2\r\n{}\r\n0\r\n\r\n',
  }),
  rawRow('a transfer encoding that does not exist', 'malformed_request', {
    lines: [POST, HOST, KEY, TYPE, 'Transfer-Encoding: rot13'],
    body: '{}',
  }),
  rawRow('a length over the limit, with nothing behind it', 'body_too_large', {
    lines: [POST, HOST, KEY, TYPE, `Content-Length: ${REQUEST_LIMITS.bodyBytes + 1}`],
  }),
];
