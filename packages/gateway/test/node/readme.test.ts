import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

it('embeds the gateway by the lines of the README as they stand', async () => {
  const readme = await readFile(join(PACKAGE, 'README.md'), 'utf8');
  const lines = /```ts\n([^]*?)```/.exec(readme)?.[1] ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'wicketgate-readme-'));
  const flags = ['--conditions=@wicketgate/source', '--input-type=module-typescript', '--eval', lines];
  const child = spawn(process.execPath, flags, {
    cwd: PACKAGE,
    env: { WICKETGATE_PORT: '0', WICKETGATE_DATA_DIR: folder, WICKETGATE_LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))?.[0] ?? '';
  expect((await fetch(`${url}/ready`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await rm(folder, { recursive: true });
}, 20_000);
