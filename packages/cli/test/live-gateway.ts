import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './cli-harness.ts';
import { startGatewayProcess } from './command-process.ts';

export interface LiveGateway {
  readonly adminKey: string;
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const LISTENS = /http:\/\/127\.0\.0\.1:\d+/;

/** The gateway's own program, as operators start it: a database on disk, a free port, the first key from bootstrap. */
export async function startLiveGateway(settings: Readonly<Record<string, string>> = {}): Promise<LiveGateway> {
  const env = { WICKETGATE_DATA_DIR: join(temporaryFolder(), 'data'), WICKETGATE_PORT: '0', ...settings };
  const { stdout } = await startGatewayProcess(['bootstrap'], env).ended;
  const serving = startGatewayProcess(['serve'], env);
  const stop = async () => {
    serving.child.kill('SIGTERM');
    await serving.ended;
  };
  onTestFinished(stop);
  const url = LISTENS.exec(await serving.seen(LISTENS))?.[0] ?? '';
  return { adminKey: stdout.trim(), url, stop };
}
