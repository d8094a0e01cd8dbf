import { MAX_ACCESS_TOKEN_LENGTH, MAX_CREDENTIAL_LENGTH, mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '../seeded-random.ts';
import { row } from './row.ts';

/** Well-formed, with a checksum that fits, and issued by nobody. */
const STRANGER = mintApiKey({ env: 'live', random: createSeededRandom(4242) }).key;
const TEST_KEY = mintApiKey({ env: 'test', random: createSeededRandom(4242) }).key;
const OTHER_BRAND = mintApiKey({ brand: 'other', env: 'live', random: createSeededRandom(4242) }).key;
const TYPO = STRANGER.slice(0, -1) + (STRANGER.endsWith('0') ? '1' : '0');

/** `{"alg":"none","typ":"at+jwt"}`, and `{"alg":"HS256","typ":"at+jwt"}`. */
const UNSIGNED = 'eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0';
const BY_HMAC = 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9';
const tokenOf = (length: number) => `${UNSIGNED}.${'A'.repeat(length - UNSIGNED.length - '..AA'.length)}.AA`;

const me = (...lines: readonly (readonly [string, string])[]) => ({ line: 'GET /api/v1/me', headers: lines });
const authorization = (value: string) => me(['Authorization', value]);

/** Bad credentials. */
export const malformedCredentials = [
  row('no Authorization header', 'missing_credentials', me()),
  row('an empty Authorization header', 'missing_credentials', authorization('')),
  row('only an X-API-Key header', 'missing_credentials', me(['X-API-Key', STRANGER])),
  row('only a key in the query', 'missing_credentials', { line: `GET /api/v1/me?api_key=${STRANGER}`, headers: [] }),
  row('only a key in a cookie', 'missing_credentials', me(['Cookie', `api_key=${STRANGER}`])),
  row('Basic credentials', 'unsupported_scheme', authorization('Basic dXNlcjpwYXNz')),
  row('the scheme Token', 'unsupported_scheme', authorization(`Token ${STRANGER}`)),
  row('the scheme Api-Key', 'unsupported_scheme', authorization(`Api-Key ${STRANGER}`)),
  row('a key without a scheme', 'unsupported_scheme', authorization(STRANGER)),
  row('a scheme without a key', 'unsupported_scheme', authorization('Bearer')),
  row('a scheme run into its key', 'unsupported_scheme', authorization(`Bearer${STRANGER}`)),
  row('a tab between scheme and key', 'unsupported_scheme', authorization(`Bearer\t${STRANGER}`)),
  row('two keys after one scheme', 'unsupported_scheme', authorization(`Bearer ${STRANGER} ${STRANGER}`)),
  row(
    'two Authorization headers',
    'unsupported_scheme',
    me(['Authorization', 'Bearer {admin_key}'], ['Authorization', 'Bearer {admin_key}']),
  ),
  row('a key in quotation marks', 'unsupported_scheme', authorization(`Bearer "${STRANGER}"`)),
  row('a key with a letter beyond ASCII', 'unsupported_scheme', authorization(`Bearer ${STRANGER}\u00e4`)),
  row('the word Bearer twice', 'unsupported_scheme', authorization(`Bearer Bearer ${STRANGER}`)),
  row('a key with one wrong character', 'malformed_key', authorization(`Bearer ${TYPO}`)),
  row('a key that lacks its last character', 'malformed_key', authorization(`Bearer ${STRANGER.slice(0, -1)}`)),
  row('a key with one character too many', 'malformed_key', authorization(`Bearer ${STRANGER}0`)),
  row('a key in the wrong case', 'malformed_key', authorization(`Bearer ${STRANGER.toUpperCase()}`)),
  row('a key of another brand', 'malformed_key', authorization(`Bearer ${OTHER_BRAND}`)),
  row('a key of an environment that is not accepted', 'malformed_key', authorization(`Bearer ${TEST_KEY}`)),
  row('a key of a shape that nobody registered', 'malformed_key', authorization('Bearer sk_stranger_0123456789')),
  row('a key of one character', 'malformed_key', authorization('Bearer x')),
  row(
    'the longest credential that is looked at',
    'malformed_key',
    authorization(`Bearer ${'a'.repeat(MAX_CREDENTIAL_LENGTH)}`),
  ),
  row(
    'a credential that is too long',
    'malformed_key',
    authorization(`Bearer ${'a'.repeat(MAX_CREDENTIAL_LENGTH + 1)}`),
  ),
  row(
    'a token without a signature',
    'malformed_key',
    authorization('Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'),
  ),
  row('a token of two parts', 'malformed_key', authorization(`Bearer ${UNSIGNED}.e30`)),
  row('a token of four parts', 'malformed_key', authorization(`Bearer ${UNSIGNED}.e30.AA.AA`)),
  row('an access token that nobody signed', 'unknown_token', authorization(`Bearer ${UNSIGNED}.e30.AA`)),
  row('an access token signed with a password', 'unknown_token', authorization(`Bearer ${BY_HMAC}.e30.AA`)),
  row(
    'the longest access token that is looked at',
    'unknown_token',
    authorization(`Bearer ${tokenOf(MAX_ACCESS_TOKEN_LENGTH)}`),
  ),
  row(
    'an access token that is too long',
    'malformed_key',
    authorization(`Bearer ${tokenOf(MAX_ACCESS_TOKEN_LENGTH + 1)}`),
  ),
  row('a refresh token for a key', 'malformed_key', authorization(`Bearer wg_rt_${'0'.repeat(43)}`)),
  row('a key that was never issued', 'unknown_key', authorization(`Bearer ${STRANGER}`)),
  row('a key that was never issued, for administration', 'unknown_key', {
    line: 'POST /admin/api/keys',
    headers: [
      ['Authorization', `Bearer ${STRANGER}`],
      ['Content-Type', 'application/json'],
    ],
    body: 'not even JSON',
  }),
];
