import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cleanup } from '../cleanup.ts';
import { freePort } from '../free-port.ts';
import { start, succeed } from '../program.ts';
import { untilReady } from '../ready.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { codeServerEnvironment, createPlace, installCodeServer } from './code-server-program.ts';

const READY_TIMEOUT_MS = 60_000;

export type SettingValues = Readonly<Record<string, unknown>>;

/** What makes VS Code itself neither talk nor ask. */
const QUIET: SettingValues = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
};

export interface CodeServerOptions {
  readonly cleanup: Cleanup;
  /** VSIX files, installed before the start by code-server's own command. */
  readonly extensions?: readonly string[];
  /** On top of those that keep VS Code quiet. */
  readonly userSettings?: SettingValues;
  /** What has the scope `machine`: every window of a server is a remote one, and reads it from there alone. */
  readonly machineSettings?: SettingValues;
  /** `suites`: a page may start test suites inside the extension host, and toasts are hidden. Default `plain`. */
  readonly mode?: 'plain' | 'suites';
  /** A folder with programs that extensions find before all others. */
  readonly programs?: string;
}

/** A real VS Code server on 127.0.0.1 in a process group of its own. */
export interface CodeServer {
  /** `http://127.0.0.1:<port>`; the same after a restart. */
  readonly url: string;
  /** `127.0.0.1:<port>`: what `vscode-remote://` addresses begin with. */
  readonly authority: string;
  readonly dataFolder: string;
  readonly extensionsFolder: string;
  /** Empty; opened unless another is asked for. */
  readonly workspaceFolder: string;
  readonly userSettingsFile: string;
  readonly machineSettingsFile: string;
  /** Everything that it has written. */
  readonly output: () => string;
  stop(): Promise<void>;
  /** Stops it, when it runs, and starts it again on the same port and data. */
  restart(): Promise<void>;
}

export async function startCodeServer({ cleanup, mode = 'plain', ...options }: CodeServerOptions): Promise<CodeServer> {
  const room = await temporaryFolder('vscode', cleanup);
  const [entry, place, port] = [await installCodeServer(), await createPlace(room), await freePort()];
  const { dataFolder, extensionsFolder } = place;
  const workspaceFolder = path.join(room, 'workspace');
  const userSettingsFile = path.join(dataFolder, 'User/settings.json');
  const machineSettingsFile = path.join(dataFolder, 'Machine/settings.json');
  await mkdir(workspaceFolder);
  await writeSettings(userSettingsFile, { ...QUIET, ...options.userSettings });
  await writeSettings(machineSettingsFile, options.machineSettings ?? {});
  const env = codeServerEnvironment(place, options.programs);
  for (const vsix of options.extensions ?? []) {
    await succeed(process.execPath, [entry, '--install-extension', vsix], { cwd: room, env });
  }

  const authority = `127.0.0.1:${port}`;
  const url = `http://${authority}`;
  const args = [entry, ...serverArguments(authority, mode), workspaceFolder];
  const words: (() => string)[] = [];
  const serve = async () => {
    const program = start(process.execPath, args, { cwd: room, env });
    words.push(() => Object.values(program.output()).join(''));
    await untilReady(program, { name: 'code-server', url: `${url}/healthz`, timeoutMs: READY_TIMEOUT_MS });
    return program;
  };
  let program = await serve();
  const stop = async () => {
    await program.stop();
  };
  cleanup.defer(stop);
  return {
    url,
    authority,
    dataFolder,
    extensionsFolder,
    workspaceFolder,
    userSettingsFile,
    machineSettingsFile,
    output: () => words.map((text) => text()).join('\n'),
    stop,
    restart: async () => {
      await stop();
      program = await serve();
    },
  };
}

async function writeSettings(file: string, settings: SettingValues): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(settings, undefined, 2));
}

function serverArguments(authority: string, mode: 'plain' | 'suites'): string[] {
  return [
    '--bind-addr',
    authority,
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
    '--disable-getting-started-override',
    // A login shell would set the path of extensions anew, from files of whoever runs this.
    ...['--vscode-option', 'force-disable-user-env'],
    ...(mode === 'suites' ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
}
