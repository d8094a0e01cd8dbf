import type { Logger } from '@wicketgate/core';
import type { Settings } from '../ports/settings.ts';
import type { AppWindow, Dialogue } from '../ports/window.ts';
import { accessAddress } from '../rules/access-address.ts';
import { menuOf } from '../rules/menu.ts';
import { withSignIn } from '../rules/offered-actions.ts';
import type { GateAction, OfferedAction } from '../words/gate-action.ts';
import type { GateSettings } from '../words/gate-settings.ts';
import type { GateState } from '../words/gate-state.ts';
import { MESSAGES } from '../words/messages.ts';
import type { Translate } from '../words/notice.ts';
import type { CheckRunner } from './check-runner.ts';
import type { GateMachine } from './gate-machine.ts';
import type { Gateways } from './gateway-in-use.ts';
import type { SessionFollower } from './session-follower.ts';
import type { Notices } from './notices.ts';
import type { SignInConversation } from './sign-in-conversation.ts';
import type { SignIn } from './sign-in.ts';

export interface GateActionsOptions {
  readonly options: GateSettings;
  /** Full name of the setting of the page where people ask for access. */
  readonly accessSetting: string;
  readonly machine: GateMachine;
  readonly runner: CheckRunner;
  readonly session: SessionFollower;
  readonly gateways: Gateways;
  readonly notices: Notices;
  readonly signIn: SignIn;
  readonly conversation: SignInConversation;
  readonly dialogue: Dialogue;
  readonly window: AppWindow;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly t: Translate;
  /** Resolves once the gateway and its session are known, or after ten seconds. */
  readonly ready: () => Promise<void>;
  readonly diagnostics: () => string;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** The ways out of trouble wait for nothing. */
const AT_ONCE: readonly OfferedAction[] = [
  'openSettings',
  'showOutput',
  'copyDiagnostics',
  'requestAccess',
  'reloadWindow',
];

/** What the commands of a gate do. A failure is logged and told: it never reaches VS Code's own words. */
export class GateActions {
  readonly #options: GateActionsOptions;

  constructor(options: GateActionsOptions) {
    this.#options = options;
  }

  async run(action: OfferedAction): Promise<void> {
    const { logger, notices, ready, signal, t } = this.#options;
    try {
      if (!AT_ONCE.includes(action)) await ready();
      if (!signal.aborted) await this.#act(action);
    } catch (error) {
      logger.error({ error, action }, 'an action failed');
      notices.tell({ severity: 'error', text: t(MESSAGES.actionFailed), actions: ['showOutput'] });
    }
  }

  async #act(action: OfferedAction): Promise<void> {
    const { signIn, conversation, window } = this.#options;
    switch (action) {
      case 'signIn':
        return conversation.run();
      case 'enterKey':
        return signIn.run();
      case 'signOut':
        return this.#signOut();
      case 'checkStatus':
        return this.#checkStatus();
      case 'showMenu':
        return this.#showMenu();
      case 'openSettings':
        return window.openSettings();
      case 'showOutput':
        window.showOutput();
        return;
      case 'copyDiagnostics':
        return this.#copyDiagnostics();
      case 'requestAccess':
        return this.#requestAccess();
      case 'reloadWindow':
        return window.reload();
    }
  }

  async #signOut(): Promise<void> {
    const { machine, session, gateways, conversation, notices, t } = this.#options;
    const before = machine.state;
    const here = session.gateway?.origin;
    const [{ gone, told }, forgotten] = await Promise.all([session.signOut(), conversation.forget()]);
    // A key of a gateway that was in use before has no other way out.
    const allGone = (await gateways.forgetOthers(here)) && gone && forgotten;
    if (allGone && !told) notices.tell({ severity: 'warning', text: t(MESSAGES.revokeLater), actions: [] });
    else if (allGone) notices.answer(before);
    else notices.tell({ severity: 'warning', text: t(MESSAGES.signOutIncomplete), actions: ['signOut', 'showOutput'] });
  }

  async #checkStatus(): Promise<void> {
    const { machine, runner, session, notices, dialogue, t } = this.#options;
    const before = machine.state;
    await dialogue.during(t(MESSAGES.checkingProgress), async () => {
      await session.look();
      await runner.run('asked');
    });
    notices.answer(before);
  }

  async #showMenu(): Promise<void> {
    const { machine, dialogue, options } = this.#options;
    const action: GateAction | undefined = await dialogue.choose(options.name, this.#menu(machine.state));
    if (action !== undefined) await this.#act(action);
  }

  #menu(state: GateState): readonly GateAction[] {
    return this.#options.options.clientId === undefined ? menuOf(state) : withSignIn(menuOf(state));
  }

  async #copyDiagnostics(): Promise<void> {
    const { window, notices, diagnostics, t } = this.#options;
    await window.copy(diagnostics());
    notices.tell({ severity: 'info', text: t(MESSAGES.diagnosticsCopied), actions: [] });
  }

  async #requestAccess(): Promise<void> {
    const { window, notices, t } = this.#options;
    const url = this.#accessUrl();
    if (url === undefined) {
      notices.tell({ severity: 'info', text: t(MESSAGES.noAccessUrl), actions: ['openSettings'] });
    } else if (!(await window.openExternal(url))) {
      notices.tell({ severity: 'info', text: t(MESSAGES.linkFailed, url), actions: [] });
    }
  }

  /** The setting goes before the option; one that cannot be used is as good as none. */
  #accessUrl(): string | undefined {
    const { settings, accessSetting, options } = this.#options;
    return accessAddress(settings.trusted(accessSetting)) ?? options.requestAccessUrl;
  }
}
