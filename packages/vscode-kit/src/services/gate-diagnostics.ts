import { createRedactor } from '@wicketgate/core';
import { formatDiagnostics } from '../rules/diagnostics.ts';
import type { GateEngineDeps, GateParts } from './gate-parts.ts';

/** What to send when something does not work. It holds no key. */
export function diagnose(
  { clock, host, options }: GateEngineDeps,
  { machine, runner, session, legacy }: GateParts,
): string {
  const { gateway } = session;
  const { storage = 'unknown', signals = { secret: 0, ledger: 0 } } = gateway?.vault.store ?? {};
  const text = formatDiagnostics({
    at: new Date(clock.now()).toISOString(),
    host,
    state: machine.stateAt(clock.now()),
    gateway: {
      origin: gateway?.origin,
      urlFrom: options.url !== undefined ? 'option' : gateway === undefined ? 'nowhere' : 'setting',
    },
    session: { storage, secretSignals: signals.secret, ledgerSignals: signals.ledger },
    checks: runner.history,
    migrated: legacy.facts,
  });
  return String(createRedactor({ brands: [options.brand] })(text));
}
