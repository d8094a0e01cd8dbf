import { REQUEST_LIMITS } from '@wicketgate/contract';
import { row } from './row.ts';

const at = (line: string) => ({ line });

/** Bad paths, methods and queries. */
export const malformedPaths = [
  row('a path that is not served', 'not_found', at('GET /api/v1/nothing')),
  row('a path that is not served, without a key', 'not_found', { line: 'GET /api/v1/nothing', headers: [] }),
  row('another version of the API', 'not_found', at('GET /api/v2/me')),
  row('a trailing slash', 'not_found', at('GET /api/v1/me/')),
  row('a double slash', 'not_found', at('GET /api/v1//me')),
  row('a path in the wrong case', 'not_found', at('GET /API/V1/ME')),
  row('a slash that is percent-encoded', 'not_found', at('GET /api/v1%2Fme')),
  row('a NUL that is percent-encoded', 'not_found', at('GET /api/v1/me%00')),
  row('percent-encoding that is broken', 'not_found', at('GET /admin/api/keys/%zz')),
  row('percent-encoding that is no UTF-8', 'not_found', at('GET /admin/api/keys/%ff%fe')),
  row('a way out of the folder, percent-encoded', 'not_found', at('GET /admin/api/keys/..%2f..%2fetc%2fpasswd')),
  row('a hidden file', 'not_found', at('GET /.env')),
  row('an id that is too short', 'not_found', at('GET /admin/api/keys/short')),
  row('an id with a quotation mark', 'not_found', at("GET /admin/api/keys/0000000'--")),
  row('an id that does not exist', 'not_found', at('GET /admin/api/keys/0000000000')),
  row('an action that does not exist', 'not_found', at('POST /admin/api/keys/0000000000/explode')),
  row(
    'an address at the limit, of a path that is not served',
    'not_found',
    at(`GET ${'/a'.repeat(REQUEST_LIMITS.uriBytes / 2)}`),
  ),
  row('a path over the limit', 'uri_too_long', at(`GET ${'/a'.repeat(REQUEST_LIMITS.uriBytes / 2)}a`)),
  row('a query over the limit', 'uri_too_long', at(`GET /api/v1/me?x=${'a'.repeat(REQUEST_LIMITS.uriBytes)}`)),

  row('DELETE where there is GET', 'method_not_allowed', at('DELETE /api/v1/me')),
  row('PUT where there is PATCH', 'method_not_allowed', at('PUT /admin/api/keys/0000000000')),
  row('GET where there is POST', 'method_not_allowed', at('GET /api/v1/auth/validate')),
  row('POST on health', 'method_not_allowed', { line: 'POST /health', headers: [] }),
  row('a wrong method without a key', 'method_not_allowed', { line: 'DELETE /admin/api/keys', headers: [] }),
  row('a method that is made up', 'method_not_allowed', at('PROPFIND /api/v1/me')),

  row('a query where none is taken', 'unknown_field', at('GET /api/v1/me?verbose=1')),
  row('a query on a POST', 'unknown_field', at('POST /api/v1/auth/validate?install_id=abcdefgh')),
  row('a query parameter that is not known', 'unknown_field', at('GET /admin/api/keys?page=2')),
  row('a limit of zero', 'invalid_field', at('GET /admin/api/keys?limit=0')),
  row('a limit over the most', 'invalid_field', at('GET /admin/api/keys?limit=201')),
  row('a limit below zero', 'invalid_field', at('GET /admin/api/keys?limit=-1')),
  row('a limit that is no whole number', 'invalid_field', at('GET /admin/api/keys?limit=1.5')),
  row('a limit that is empty', 'invalid_field', at('GET /admin/api/keys?limit=')),
  row('a limit given twice', 'invalid_field', at('GET /admin/api/keys?limit=1&limit=2')),
  row('a cursor with letters that no cursor has', 'invalid_field', at('GET /admin/api/keys?cursor=%27%20or%201%3D1')),
  row('a cursor that nobody gave out', 'invalid_field', at('GET /admin/api/keys?cursor=AAAA')),
  row('a cursor that is too long', 'invalid_field', at(`GET /admin/api/keys?cursor=${'A'.repeat(513)}`)),
  row('a status that does not exist', 'invalid_field', at('GET /admin/api/keys?status=deleted')),
  row('a tier that does not exist', 'invalid_field', at('GET /admin/api/keys?tier=admin')),
  row('a name with a control character', 'invalid_field', at('GET /admin/api/keys?name=a%00b')),
];
