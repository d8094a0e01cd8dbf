import { afterAll, beforeAll, describe } from 'vitest';
import { administrationRules } from './wire-contract/administration-rules.ts';
import { credentialRules } from './wire-contract/credential-rules.ts';
import { httpRules } from './wire-contract/http-rules.ts';
import { lifecycleRules } from './wire-contract/lifecycle-rules.ts';
import { openEndpoints } from './wire-contract/open-endpoints.ts';
import { sessionAdministrationRules } from './wire-contract/session-administration-rules.ts';
import { sessionRules } from './wire-contract/session-rules.ts';
import { usageRules } from './wire-contract/usage-rules.ts';
import { validationRules } from './wire-contract/validation-rules.ts';
import { Wire, type WireSubject } from './wire-contract/wire.ts';

export { type SignedIn, type WireSubject } from './wire-contract/wire.ts';

export interface WireContract {
  /** What is tested, for the title. */
  readonly name: string;
  /**
   * Starts a fresh gateway with the default brand and the environment `live` alone. The suite makes about 400 requests,
   * 120 of them refused, without a pause: a limiter by address must let them pass.
   */
  readonly start: () => Promise<WireSubject>;
}

/** The contract of the wire as a suite: the fake gateway and the real one must both pass it. */
export function wireContract({ name, start }: WireContract): void {
  describe(`the wire as ${name} speaks it`, () => {
    let wire: Wire | undefined;
    beforeAll(async () => {
      wire = new Wire(await start());
    });
    afterAll(() => wire?.subject.close());
    const started = () => wire ?? fail();

    openEndpoints(started);
    httpRules(started);
    credentialRules(started);
    validationRules(started);
    administrationRules(started);
    lifecycleRules(started);
    usageRules(started);
    sessionRules(started);
    sessionAdministrationRules(started);
  });
}

function fail(): never {
  throw new Error('The gateway under test has not started.');
}
