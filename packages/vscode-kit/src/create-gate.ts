import { join } from 'node:path';
import { createRedactor, type Logger, systemClock } from '@wicketgate/core';
import {
  authentication,
  CancellationTokenSource,
  env,
  EventEmitter,
  type ExtensionContext,
  l10n,
  window,
} from 'vscode';
import { systemEnvironment } from './adapters/system-environment.ts';
import { systemRandom } from './adapters/system-random.ts';
import { createGateHandle } from './gate-handle.ts';
import { type ExtensionNames, gateSettings } from './gate-options.ts';
import type { Gate, GateOptions } from './gate.ts';
import { registerAccountProvider } from './host/account-provider.ts';
import { createAppWindow } from './host/app-window.ts';
import { createCommandTokens } from './host/command-tokens.ts';
import { registerGateCommands } from './host/commands.ts';
import { createDialogue } from './host/dialogue.ts';
import { createFolderLedger } from './host/folder-ledger.ts';
import { hostFacts } from './host/host-facts.ts';
import { workspaceFolders } from './host/workspace-folders.ts';
import { createOutputLog } from './host/output-log.ts';
import { vscodeSettings } from './host/settings.ts';
import { createSurface } from './host/surface.ts';
import { createTelemetry } from './host/telemetry.ts';
import { createTokenFiles } from './host/token-files.ts';
import { registerUriHandler } from './host/uri-handler.ts';
import type { Subscription } from './ports/subscription.ts';
import { actionLabel } from './rules/action-label.ts';
import { redirectUriOf } from './rules/redirect.ts';
import { createTimeFormat } from './rules/time-format.ts';
import { GateEngine } from './services/gate-engine.ts';
import type { GateState } from './words/gate-state.ts';

/**
 * The gate of an extension. Call it once, in `activate`: it registers the commands, the status bar item and the output
 * channel, returns at once, and asks nobody before. It ends with the extension.
 *
 * Throws a TypeError for options that it cannot take, and nothing else.
 */
export function createGate(context: ExtensionContext, options: GateOptions = {}): Gate {
  const settings = gateSettings(options, context.extension.packageJSON as ExtensionNames);
  const { id, name, brand, clientId } = settings;
  const telemetry = createTelemetry(options.telemetry);
  const output = window.createOutputChannel(name, { log: true });
  const logger = createOutputLog(output, createRedactor({ brands: [brand] }));
  const ending = new CancellationTokenSource();
  const { t } = l10n;
  const label: Parameters<typeof createDialogue>[0]['label'] = (action) =>
    actionLabel(action, { t, state: engine.state });
  const dialogue = createDialogue({ label, ended: ending.token });
  const surface = createSurface({ id, name });
  const host = hostFacts(context);
  const redirectUri = redirectUriOf({ ...host, uriScheme: env.uriScheme, extension: context.extension.id });
  const storage = context.globalStorageUri.fsPath;
  const engine: GateEngine = new GateEngine({
    ...{ options: settings, dialogue, surface, logger, t, host, redirectUri },
    formatTime: createTimeFormat(env.language),
    secrets: context.secrets,
    memento: context.globalState,
    ledger: createFolderLedger({ folder: join(storage, `${id}-gate`), clock: systemClock }),
    notes: createTokenFiles({ folder: join(storage, `${id}-tokens`), clock: systemClock }),
    commands: createCommandTokens({ ...systemEnvironment, workspaceFolders }),
    settings: vscodeSettings,
    window: createAppWindow(context, output),
    clock: systemClock,
    random: systemRandom,
  });
  const changes = new EventEmitter<GateState>();
  engine.onDidChange(({ before, after }) => {
    changes.fire(after);
    telemetry.stateChanged(before, after);
  });
  const gateCommands = registerGateCommands({ id, run: (action) => engine.run(action), logger });
  const signIn = clientId === undefined ? [] : registerSignIn({ engine, logger, id, label: name, redirectUri });
  const closeBoxes = { dispose: () => ending.cancel() };
  const taken: Subscription[] = [
    output,
    telemetry,
    surface,
    dialogue,
    changes,
    ending,
    gateCommands,
    engine,
    closeBoxes,
    ...signIn,
  ];
  const gate = createGateHandle({ engine, onDidChangeState: changes.event, taken });
  context.subscriptions.push(gate);
  engine.start();
  return gate;
}

interface SignInPlaces {
  readonly engine: GateEngine;
  readonly logger: Logger;
  readonly id: string;
  readonly label: string;
  readonly redirectUri: string | undefined;
}

/** The account of the editor, and what the browser comes back to. */
function registerSignIn({ engine, logger, id, label, redirectUri }: SignInPlaces): Subscription[] {
  const receive = (address: URL) => engine.receive(address);
  return [
    registerAccountProvider({ host: authentication, id, label, logger, accounts: engine.accounts }),
    ...(redirectUri === undefined ? [] : [registerUriHandler({ host: window, receive, logger })]),
  ];
}
