import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import type { SuiteReport, SuiteSettings } from '../../host-suites/suite.ts';
import type { Cleanup } from '../cleanup.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { openBrowser } from './browser.ts';
import { createCarrier } from './carrier.ts';
import { bundleForHost } from './host-bundle.ts';
import { type CodeServer, startCodeServer } from './code-server.ts';

const SUITES = path.resolve(import.meta.dirname, '../../host-suites');
/** All suites together; each of their tests has a limit of its own. */
const LIMIT_MS = 150_000;
/** The host says much at its start that is nobody's fault. */
const LAST_WORDS = 20;

/** VS Code's file of the person's settings is read when a window opens. */
const LEFT = { name: 'contract.left', value: 'of the user' };

export interface HostSuiteOptions {
  readonly cleanup: Cleanup;
  /** The folder of a built extension. */
  readonly extension: string;
  /** The id of its gate. */
  readonly gate: string;
}

/** Runs the suites in the real extension host, with an extension as it was built. Throws the host's own words if it cannot. */
export async function runHostSuites({ cleanup, ...options }: HostSuiteOptions): Promise<SuiteReport> {
  const server = await startCodeServer({ cleanup, mode: 'suites', userSettings: { [LEFT.name]: LEFT.value } });
  const room = await temporaryFolder('host-suites', cleanup);
  const carrier = await createCarrier(options.extension, path.join(room, 'extension'));
  const suite = path.join(carrier.folder, 'suite');
  // In the extension's folder, so that the suites and the extension are given one `vscode`.
  await bundleForHost({ entry: path.join(SUITES, 'index.ts'), file: path.join(suite, 'index.js') });
  await writeFile(path.join(suite, 'package.json'), '{"type":"commonjs"}');
  const settings: SuiteSettings = {
    mocha: pathToFileURL(path.join(path.dirname(import.meta.dirname), '../node_modules/mocha/index.js')).href,
    report: path.join(room, 'report.json'),
    carrier: carrier.id,
    bundle: carrier.bundle,
    gate: options.gate,
    urlSetting: `${options.gate}.url`,
    left: LEFT,
    commands: carrier.manifest.contributes.commands.map(({ command }) => command),
  };
  await writeFile(path.join(suite, 'settings.json'), JSON.stringify(settings));
  const words = await runInHost({ cleanup, server, extension: carrier.folder, suite: path.join(suite, 'index.js') });
  const report = await readFile(settings.report, 'utf8').catch(() => undefined);
  if (report === undefined)
    throw new Error(`The suites came to no end. The host says:\n${words.slice(-LAST_WORDS).join('\n')}`);
  return JSON.parse(report) as SuiteReport;
}

interface Performance {
  readonly cleanup: Cleanup;
  readonly server: CodeServer;
  readonly extension: string;
  readonly suite: string;
}

/** Opens a window that runs a suite and resolves with what the host said, when it has ended or the time is over. */
async function runInHost({ cleanup, server, extension, suite }: Performance): Promise<string[]> {
  const browser = await openBrowser(cleanup);
  const page = await browser.newPage();
  const words: string[] = [];
  await page.exposeFunction('codeAutomationLog', (level: string, args: unknown[]) => {
    words.push(`[${level}] ${format(...args)}`);
  });
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  await page.exposeFunction('codeAutomationExit', () => end());
  const remote = (file: string) => `vscode-remote://${server.authority}${file}`;
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(suite)],
  ]);
  const query = new URLSearchParams({ folder: server.workspaceFolder, payload });
  await page.goto(`${server.url}/?${query}`);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LIMIT_MS);
  });
  await Promise.race([ended, late]).finally(() => clearTimeout(timer));
  await browser.close();
  return words;
}
