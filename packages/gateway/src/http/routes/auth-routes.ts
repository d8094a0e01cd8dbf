import { endpoints } from '@wicketgate/contract';
import { toWireIdentity } from '../../domain/caller.ts';
import type { ReceiptIssuer } from '../../services/receipts.ts';
import type { Mounting } from '../mount.ts';

export interface AuthParts {
  readonly receipts: ReceiptIssuer;
}

/** Who calls, and the signed proof of it. */
export function mountAuth({ mount }: Mounting, { receipts }: AuthParts): void {
  mount(endpoints.auth.validate, async ({ caller, body, now }) => {
    const receipt = await receipts.issue(caller, body.installId, now);
    return {
      valid: true as const,
      ...toWireIdentity(caller),
      degraded: caller.degraded,
      receipt: receipt.token,
      receipt_expires_at: new Date(receipt.expiresAt).toISOString(),
    };
  });
  mount(endpoints.auth.me, ({ caller }) => Promise.resolve({ ...toWireIdentity(caller), degraded: caller.degraded }));
}
