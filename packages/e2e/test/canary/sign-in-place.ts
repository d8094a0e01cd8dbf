import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cleanup } from '../../src/cleanup.ts';
import { type Environment, supportedEnvironment } from '../../src/environment.ts';
import { freePort } from '../../src/free-port.ts';
import { type RecordingProxy, startRecordingProxy } from '../../src/recording-proxy.ts';
import { type ProviderWords, recordingProvider } from '../../src/sign-in/recording-provider.ts';
import { openSignInPlace, type SignInPlace } from '../../src/sign-in/sign-in-place.ts';
import { startWorkloadPlatform, type WorkloadPlatform } from '../../src/sign-in/workload-platform.ts';
import { temporaryFolder } from '../../src/temporary-folder.ts';

const chance = (kind: string) => `${kind}-${randomBytes(24).toString('base64url')}`;

/** What is typed, set or handed out before anything begins. */
export const GIVEN = {
  password: chance('typed'),
  clientSecret: chance('shared'),
  masterKey: randomBytes(32).toString('base64'),
} as const;

/** The only file outside of an encrypted one that may hold tokens: a person has asked for it by name. */
export const PLAIN_FOLDER = 'plain/sign-in';

/** A gateway, its provider, a pipeline's platform, and one machine that signs in. Everything in `home` is searched. */
export interface CanaryPlace extends SignInPlace {
  readonly proxy: RecordingProxy;
  readonly provided: ProviderWords;
  readonly platform: WorkloadPlatform;
  readonly home: string;
  /** Logs, answers, errors, pages and addresses, in files. */
  readonly words: string;
  /** The environment of a person's terminal, by the folder in `home` where their settings are. */
  readonly envOf: (settings: string, more?: Environment) => Environment;
}

export async function makeSignInPlace(cleanup: Cleanup): Promise<CanaryPlace> {
  const home = await temporaryFolder('sign-in-home', cleanup);
  const words = await temporaryFolder('sign-in-words', cleanup);
  const port = await freePort();
  const proxy = await startRecordingProxy(port, cleanup);
  const platform = await startWorkloadPlatform(cleanup);
  const provided: ProviderWords = { requests: [], answers: [] };
  const place = await openSignInPlace({
    people: [
      { login: 'otto', groups: ['operators'] },
      { login: 'anna', groups: ['staff'] },
      { login: 'stranger', groups: ['sales'] },
    ],
    federation: [{ name: 'ci', issuer: platform.issuer, audience: proxy.url, claims: { repository: 'example/app' } }],
    clientSecret: GIVEN.clientSecret,
    Provider: recordingProvider(provided),
    settings: { WICKETGATE_LOG_LEVEL: 'debug' },
    publicUrl: proxy.url,
    port,
    cleanup,
  });
  await writeBrowser(home);
  return { ...place, proxy, provided, platform, home, words, envOf: environments(home, proxy.url) };
}

function environments(home: string, url: string): CanaryPlace['envOf'] {
  return (settings, more = {}) => ({
    PATH: [path.join(home, 'bin'), supportedEnvironment()['PATH']].join(path.delimiter),
    HOME: home,
    TMPDIR: path.join(home, 'tmp'),
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    // No keyring that this machine may happen to have.
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${home}/nobody`,
    WICKETGATE_URL: url,
    WICKETGATE_CONFIG_DIR: path.join(home, settings),
    WICKETGATE_MASTER_KEY: GIVEN.masterKey,
    ...more,
  });
}

/** A browser that notes the page that it is told, and what is around it, and stays for long enough to be seen. */
async function writeBrowser(home: string): Promise<void> {
  for (const folder of ['bin', 'tmp']) await mkdir(path.join(home, folder));
  const program = path.join(home, 'bin/xdg-open');
  const page = path.join(home, 'page');
  const lines = [
    '#!/bin/sh',
    `export -p > '${home}/around-browser'`,
    `echo "$1" > '${page}.part'`,
    `mv '${page}.part' '${page}'`,
    'sleep 0.5',
  ];
  await writeFile(program, `${lines.join('\n')}\n`);
  await chmod(program, 0o755);
}
