import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRedactor, systemClock } from '@wicketgate/core';
import * as vscode from 'vscode';
import { createFolderLedger } from '../../vscode-kit/src/host/folder-ledger.ts';
import { createOutputLog } from '../../vscode-kit/src/host/output-log.ts';
import { vscodeSettings } from '../../vscode-kit/src/host/settings.ts';
import { createTelemetry } from '../../vscode-kit/src/host/telemetry.ts';
import type { ContractCase } from '../../vscode-kit/test/host-contract/contract-case.ts';
import { ledgerContract } from '../../vscode-kit/test/host-contract/ledger.ts';
import { mementoContract } from '../../vscode-kit/test/host-contract/memento.ts';
import { secretStoreContract } from '../../vscode-kit/test/host-contract/secret-store.ts';
import { settingsContract, type SettingsWindow } from '../../vscode-kit/test/host-contract/settings.ts';
import type { Stage } from './stage.ts';
import type { Bdd, SuiteSettings } from './suite.ts';

/** The ports of the kit over the real host: the same sentences as over the doubles. */
export function portsSuite(bdd: Bdd, { context, settings }: Stage): void {
  const { describe, it } = bdd;
  contract(bdd, {
    title: 'SecretStorage of this host',
    cases: secretStoreContract,
    subject: () => Promise.resolve(context.secrets),
  });
  contract(bdd, {
    title: 'The memento of this host',
    cases: mementoContract,
    subject: () => Promise.resolve(context.globalState),
  });
  contract(bdd, { title: 'The ledger on the disk of this host', cases: ledgerContract, subject: newLedgers });
  contract(bdd, {
    title: 'The settings of this host',
    cases: settingsContract,
    subject: () => Promise.resolve(settingsWindow(settings)),
  });

  describe('The output channel of this host', () => {
    it('is written to, and does not fail whoever logs when it is closed', () => {
      const output = vscode.window.createOutputChannel('Wicketgate contract', { log: true });
      const log = createOutputLog(output, createRedactor());
      log.info({ status: 'open' }, 'a line');
      output.dispose();
      log.error({ status: 'closed' }, 'a late line');
      assert.throws(() => output.error('a late line'));
    });
  });

  describe('Telemetry of this host', () => {
    it('tells a sender nothing while the person has it off', () => {
      const told: string[] = [];
      const sender = {
        sendEventData: (name: string) => void told.push(name),
        sendErrorData: () => void told.push('error'),
      };
      const telemetry = createTelemetry(sender);
      telemetry.stateChanged({ status: 'checking' }, { status: 'noKey', why: 'none' });
      telemetry.dispose();
      assert.deepEqual(told, []);
    });
  });
}

interface Contract<Subject> {
  readonly title: string;
  readonly cases: readonly ContractCase<Subject>[];
  readonly subject: () => Promise<Subject>;
}

function contract<Subject>({ describe, it }: Bdd, { title, cases, subject }: Contract<Subject>): void {
  describe(title, () => {
    for (const { name, run } of cases) it(name, async () => run(await subject()));
  });
}

async function newLedgers() {
  // Beside the suites: all of it is removed with them.
  const folder = path.join(await mkdtemp(path.join(__dirname, 'ledger-')), 'gate');
  const options = { folder, clock: systemClock };
  return { here: createFolderLedger(options), there: createFolderLedger(options) };
}

function settingsWindow({ urlSetting, left }: SuiteSettings): SettingsWindow {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'The suites need a workspace folder.');
  const workspaceFile = path.join(folder.uri.fsPath, '.vscode/settings.json');
  return {
    settings: vscodeSettings,
    declared: urlSetting,
    setInWorkspace: (name, value) => writeSetting(workspaceFile, name, value),
    left,
  };
}

/** Resolves when VS Code has seen what was written. */
async function writeSetting(file: string, name: string, value: unknown): Promise<void> {
  const seen = new Promise<void>((resolve) => {
    const subscription = vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration(name)) return;
      subscription.dispose();
      resolve();
    });
  });
  const text = await readFile(file, 'utf8').catch(() => '{}');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...(JSON.parse(text) as object), [name]: value }, undefined, 2));
  await seen;
}
