import { endpoints, type PublicJwk } from '@wicketgate/contract';
import { VERSION } from '../../version.ts';
import type { Mounting } from '../mount.ts';
import type { Readiness } from '../readiness.ts';

export interface SystemParts {
  readonly readiness: Readiness;
  readonly publicKeys: readonly PublicJwk[];
}

/** Liveness, readiness and public keys: for anyone, whatever else is wrong. */
export function mountSystem({ mount }: Mounting, { readiness, publicKeys }: SystemParts): void {
  const health = () => Promise.resolve({ status: 'ok' as const, version: VERSION });
  mount(endpoints.system.health, health);
  mount(endpoints.system.apiHealth, health);
  mount(endpoints.system.ready, async (call) => {
    const storage = await readiness.storageAnswers(call.now);
    const ready = storage && !readiness.draining;
    if (!ready) call.answerWith(503);
    return {
      status: ready ? 'ready' : 'not_ready',
      checks: { storage: storage ? 'ok' : 'failed', accepting: readiness.draining ? 'failed' : 'ok' },
    } as const;
  });
  mount(endpoints.system.jwks, () => Promise.resolve({ keys: [...publicKeys] }));
}
