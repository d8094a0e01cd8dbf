import { ERROR_CODES, type ErrorCode, ERRORS } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { challengesOf } from '../../src/http/challenges.ts';

const challenges = challengesOf('https://gate.example.com/tools');
const METADATA = 'resource_metadata="https://gate.example.com/tools/.well-known/oauth-protected-resource"';
const ALGORITHMS = 'algs="ES256 ES384 EdDSA Ed25519 PS256 RS256"';

/** The two challenges of the header, apart. */
function split(code: ErrorCode): { bearer: string; dpop: string } {
  const [bearer = '', dpop = ''] = (challenges(code)['www-authenticate'] ?? '').split(', DPoP ');
  return { bearer, dpop };
}

describe('the challenge of a 401', () => {
  it('comes with every 401 and with nothing else', () => {
    for (const code of ERROR_CODES) {
      expect('www-authenticate' in challenges(code), code).toBe(ERRORS[code].status === 401);
    }
  });

  it('names both schemes, the algorithms of proofs and where a client learns who gives tokens (RFC 9728 section 5.1)', () => {
    expect(challenges('missing_credentials')['www-authenticate']).toBe(
      `Bearer realm="wicketgate", ${METADATA}, DPoP realm="wicketgate", ${ALGORITHMS}, ${METADATA}`,
    );
  });

  it('names an error only when a credential was presented (RFC 6750 section 3.1)', () => {
    expect(challenges('missing_credentials')['www-authenticate']).not.toContain('error=');
    expect(challenges('unsupported_scheme')['www-authenticate']).not.toContain('error=');
    expect(split('unknown_key').bearer).toContain('error="invalid_token"');
    expect(split('unknown_key').dpop).not.toContain('error=');
  });

  it.each(['unknown_token', 'token_expired', 'session_ended'] as const)('names %s in both schemes', (code) => {
    expect(split(code).bearer).toContain('error="invalid_token"');
    expect(split(code).dpop).toContain('error="invalid_token"');
  });

  it('names a bad proof in the scheme that has proofs (RFC 9449 section 7.1)', () => {
    expect(split('invalid_dpop_proof').bearer).not.toContain('error=');
    expect(split('invalid_dpop_proof').dpop).toContain('error="invalid_dpop_proof"');
  });
});
