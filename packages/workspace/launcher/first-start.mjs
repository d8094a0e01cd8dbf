/**
 * What a person reads when the gateway runs for the first time. The commands are to be typed as they stand.
 *
 * @param {{ url: string, key: string }} gateway
 */
export function welcome({ url, key }) {
  const bearer = `-H "Authorization: Bearer ${key}"`;
  const request = `'{"name":"first key","owner":{"id":"dev@example.com"}}'`;
  return [
    '',
    `Wicketgate is ready at ${url}`,
    '',
    'Your admin key. It is shown this once, and stored nowhere: keep it safe.',
    '',
    `    ${key}`,
    '',
    'Try next, in another terminal:',
    '',
    '  1. Check the key.',
    `    curl -sS -X POST ${url}/api/v1/auth/validate ${bearer}`,
    '',
    '  2. Issue a key for somebody.',
    `    curl -sS -X POST ${url}/admin/api/keys ${bearer} -H "Content-Type: application/json" -d ${request}`,
    '',
    '  3. See that the gateway is well.',
    `    curl -sS ${url}/ready`,
    '',
    '',
  ].join('\n');
}
