import { describe, it } from 'vitest';
import { codeCases } from './oauth-contract/code-cases.ts';
import { deviceCases } from './oauth-contract/device-cases.ts';
import { metadataCases } from './oauth-contract/metadata-cases.ts';
import { refreshCases } from './oauth-contract/refresh-cases.ts';
import { requestCases } from './oauth-contract/request-cases.ts';
import { revocationCases } from './oauth-contract/revocation-cases.ts';
import type { OAuthCase, OAuthSubject } from './oauth-contract/subject.ts';
import { tokenCases } from './oauth-contract/token-cases.ts';

export { type OAuthCase, type OAuthSubject } from './oauth-contract/subject.ts';

/** The rules by what they are about: the fake gateway and the real one must both keep them. */
export const oauthCases: Readonly<Record<string, readonly OAuthCase[]>> = {
  'its metadata': metadataCases,
  'requests to its endpoints': requestCases,
  'the device grant': deviceCases,
  'authorization codes': codeCases,
  'access tokens': tokenCases,
  'refresh tokens': refreshCases,
  'revocation and introspection': revocationCases,
};

export interface OAuthContract {
  /** What is tested, for the title. */
  readonly name: string;
  /** Starts a fresh gateway for each rule: budgets of addresses, and a clock that was turned, must not reach the next one. */
  readonly start: () => Promise<OAuthSubject>;
}

/** The contract of the authorization server as a suite. */
export function oauthContract({ name, start }: OAuthContract): void {
  describe(`the authorization server of ${name}`, () => {
    for (const [topic, cases] of Object.entries(oauthCases)) {
      describe(topic, () => {
        for (const rule of cases) {
          it(rule.name, async (context) => {
            const subject = await start();
            try {
              context.skip(
                rule.needs === 'authorize' && !subject.authorize,
                'this gateway has no browser to authorize in',
              );
              await rule.run(subject);
            } finally {
              await subject.close();
            }
          });
        }
      });
    }
  });
}
