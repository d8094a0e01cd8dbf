import { REQUEST_LIMITS } from '@wicketgate/contract';
import { JSON_WITH_KEY, jsonRow, row, WITH_KEY } from './row.ts';

const VALIDATE = 'POST /api/v1/auth/validate';

const validate = (json: unknown) => ({ line: VALIDATE, json });
const bytes = (...values: readonly number[]) => ({
  line: VALIDATE,
  headers: JSON_WITH_KEY,
  body: Uint8Array.from(values),
});
const typed = (type: string, body = '{}') => ({
  line: VALIDATE,
  headers: [...WITH_KEY, ['Content-Type', type]] as const,
  body,
});
const encoded = (encoding: string) => ({
  line: VALIDATE,
  headers: [...JSON_WITH_KEY, ['Content-Encoding', encoding]] as const,
  body: '{}',
});
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
/** Longest nesting that fits the limit of a body. */
const DEEPEST = REQUEST_LIMITS.bodyBytes / 2;

/** Bodies that are not one JSON object in UTF-8 of a size that is taken. */
export const malformedBodies = [
  row('a body of text', 'unsupported_media_type', typed('text/plain')),
  row('a form', 'unsupported_media_type', typed('application/x-www-form-urlencoded', 'install_id=abcdefgh')),
  row('a multipart form', 'unsupported_media_type', typed('multipart/form-data; boundary=x', '--x--')),
  row('a media type that begins alike', 'unsupported_media_type', typed('application/jsonp')),
  row('a media type built on JSON', 'unsupported_media_type', typed('application/vnd.api+json')),
  row('JSON in Latin-1', 'unsupported_media_type', typed('application/json; charset=iso-8859-1')),
  row('JSON in UTF-16', 'unsupported_media_type', typed('application/json; charset=utf-16')),
  row('two media types', 'unsupported_media_type', typed('application/json, text/plain')),
  row('a body of bytes without a media type', 'unsupported_media_type', { ...bytes(0x7b, 0x7d), headers: WITH_KEY }),
  row('a body in gzip', 'unsupported_media_type', encoded('gzip')),
  row('a body in an encoding that is made up', 'unsupported_media_type', encoded('rot13')),
  row('a body encoded twice', 'unsupported_media_type', encoded('identity, gzip')),

  row('a body one byte over the limit', 'body_too_large', {
    line: VALIDATE,
    headers: JSON_WITH_KEY,
    body: '{}'.padEnd(REQUEST_LIMITS.bodyBytes + 1, ' '),
  }),
  row('a stream one byte over the limit', 'body_too_large', {
    line: VALIDATE,
    headers: JSON_WITH_KEY,
    body: { streamBytes: REQUEST_LIMITS.bodyBytes + 1 },
  }),
  row('a body far over the limit', 'body_too_large', {
    line: 'POST /admin/api/keys',
    headers: JSON_WITH_KEY,
    body: { streamBytes: 1024 * 1024 },
  }),

  jsonRow('words instead of JSON', 'malformed_body', validate('hello')),
  jsonRow('blanks alone', 'malformed_body', validate('   ')),
  jsonRow('an object that is not closed', 'malformed_body', validate('{"install_id":"abcdefgh"')),
  jsonRow('two objects', 'malformed_body', validate('{}{}')),
  jsonRow('a comma too many', 'malformed_body', validate('{"install_id":"abcdefgh",}')),
  jsonRow('single quotation marks', 'malformed_body', validate("{'install_id':'abcdefgh'}")),
  jsonRow('a comment', 'malformed_body', validate('{/* hello */}')),
  jsonRow('a number that JSON does not have', 'malformed_body', validate('{"install_id":NaN}')),
  jsonRow('a NUL', 'malformed_body', validate('{}\0')),
  jsonRow('a byte order mark', 'malformed_body', validate('\ufeff{}')),
  row('bytes that are no UTF-8', 'malformed_body', bytes(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)),
  row('an overlong UTF-8 sequence', 'malformed_body', bytes(0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d)),
  row('a UTF-16 body that claims to be UTF-8', 'malformed_body', bytes(0x7b, 0x00, 0x7d, 0x00)),
  jsonRow('nesting one level too deep', 'malformed_body', validate(nested(REQUEST_LIMITS.jsonDepth + 1))),
  jsonRow('nesting as deep as the size allows', 'malformed_body', validate(nested(DEEPEST))),
  jsonRow(
    'objects nested as deep as the size allows',
    'malformed_body',
    validate(`${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`),
  ),

  jsonRow(
    'nesting at the limit, where an object is wanted',
    'invalid_field',
    validate(nested(REQUEST_LIMITS.jsonDepth)),
  ),
  jsonRow('null', 'invalid_field', validate('null')),
  jsonRow('an array', 'invalid_field', validate([])),
  jsonRow('a text', 'invalid_field', validate('"{}"')),
  jsonRow('a number', 'invalid_field', validate('1')),
];
