/** What the author of a private tool writes. Each program stands as it would in a repository of theirs. */

/** Every way that a verdict may be, so that a missing one does not compile. */
export const TYPED_PROGRAM = `
import { AuthenticationError, AuthValidator, Secret, WicketgateError, type Verdict } from '@wicketgate/core';

const validator = new AuthValidator({ url: 'http://127.0.0.1:8787', timeoutMs: 5_000, brand: 'wg' });

export async function gate(key: string, signal: AbortSignal): Promise<string> {
  const verdict: Verdict = await validator.validateCached(new Secret(key), { signal });
  switch (verdict.status) {
    case 'valid':
      return \`\${verdict.identity.principal.id} \${verdict.identity.tier} \${verdict.grace?.until ?? 'for now'}\`;
    case 'invalid':
      return \`\${verdict.reason}: \${verdict.message} (\${verdict.next})\`;
    case 'unavailable':
      return \`\${verdict.reason}: \${verdict.retryAfterMs ?? 0}\`;
  }
}

export async function open(key: string): Promise<readonly string[]> {
  try {
    return (await validator.require(key)).identity.scopes;
  } catch (error) {
    if (error instanceof AuthenticationError) return [error.code];
    if (WicketgateError.isInstance(error)) return [error.requestId ?? error.code];
    throw error;
  }
}
`;

const BODY = `
async function main() {
  const validator = new AuthValidator(process.env.WICKETGATE_URL);
  const key = process.env.WICKETGATE_API_KEY;
  const typo = key.slice(0, -1) + (key.endsWith('a') ? 'b' : 'a');
  const unknown = mintApiKey({ env: 'live', random: (bytes) => crypto.getRandomValues(bytes) }).key;
  const [good, bad, none] = await Promise.all([key, typo, unknown].map((text) => validator.validate(text)));
  console.log(JSON.stringify({ good, typo: bad, unknown: none }));
}
main();
`;

export const ESM_PROGRAM = `
import { mintApiKey } from '@wicketgate/contract';
import { AuthValidator } from '@wicketgate/core';
${BODY}`;

export const CJS_PROGRAM = `
const { mintApiKey } = require('@wicketgate/contract');
const { AuthValidator } = require('@wicketgate/core');
${BODY}`;
