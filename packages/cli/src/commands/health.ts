import { endpoints } from '@wicketgate/contract';
import { cleanText } from '../rules/clean-text.ts';
import { detailText } from '../rules/views/table.ts';
import type { Context } from '../services/context.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

export async function run(context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const connection = await context.connection();
  const gateway = connection.gateway(undefined);
  const health = await gateway.call(endpoints.system.health, {});
  const ready = await connection.readiness();
  const isReady = ready.status === 'ready';
  const { good, bad } = terminal.style;
  await terminal.answer({ url: connection.url, version: health.version, ...ready }, () =>
    detailText(
      [
        ['gateway', connection.url],
        ['version', cleanText(health.version)],
        ['status', isReady ? good('ready') : bad('not ready')],
        ...Object.entries(ready.checks).map(
          ([name, state]) => [cleanText(name), state === 'ok' ? good('ok') : bad('failed')] as const,
        ),
      ],
      terminal.style,
    ),
  );
  if (!isReady) await terminal.warn('The gateway answers, but it cannot serve right now. Its log says why.');
  return isReady ? EXIT.done : EXIT.unreachable;
}
