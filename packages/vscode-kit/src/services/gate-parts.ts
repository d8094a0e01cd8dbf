import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Fetch, Logger } from '@wicketgate/core';
import type { CommandTokens } from '../ports/command-tokens.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Memento } from '../ports/memento.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import type { Settings } from '../ports/settings.ts';
import type { TokenNotes } from '../ports/token-notes.ts';
import type { AppWindow, Dialogue, Surface } from '../ports/window.ts';
import type { Speech } from '../rules/describe.ts';
import type { HostFacts } from '../rules/diagnostics.ts';
import { withSignIn } from '../rules/offered-actions.ts';
import type { OfferedAction } from '../words/gate-action.ts';
import type { GateSettings } from '../words/gate-settings.ts';
import { inWordsOfSignIn } from '../words/sign-in-words.ts';
import { CallCount } from './call-count.ts';
import { CheckRunner } from './check-runner.ts';
import { CheckTimer } from './check-timer.ts';
import { GateActions } from './gate-actions.ts';
import { GateMachine } from './gate-machine.ts';
import { GatewayFollower } from './gateway-follower.ts';
import { Gateways } from './gateway-in-use.ts';
import { installIdOf } from './install-id.ts';
import { LegacyKeys } from './legacy-keys.ts';
import { Notices } from './notices.ts';
import { Prompter } from './prompter.ts';
import { SessionFollower } from './session-follower.ts';
import { SignInConversation } from './sign-in-conversation.ts';
import { SignInWays } from './sign-in-ways.ts';
import { SignIn } from './sign-in.ts';
import { StateView } from './state-view.ts';
import { ToldOnce } from './told-once.ts';

/** What a gate is made of: its options, the ports, and how it speaks. */
export interface GateEngineDeps extends Speech {
  readonly options: GateSettings;
  /** Where a browser comes back to this editor; undefined where it cannot. */
  readonly redirectUri: string | undefined;
  readonly notes: TokenNotes;
  readonly commands: CommandTokens;
  readonly secrets: SecretStore;
  readonly memento: Memento;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly dialogue: Dialogue;
  readonly surface: Surface;
  readonly window: AppWindow;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly host: HostFacts;
  /** Default: the platform's, which VS Code patches for proxies and certificates. */
  readonly fetch?: Fetch | undefined;
}

/** How the parts hang together at run time. */
export interface GateTies {
  /** Resolves once the gateway and its session are known, or after ten seconds. */
  readonly ready: () => Promise<void>;
  readonly diagnostics: () => string;
  /** Asks the gateway how many calls it has counted of the person. */
  readonly calls: () => Promise<number>;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** The services of one gate. */
export interface GateParts {
  readonly machine: GateMachine;
  readonly runner: CheckRunner;
  readonly timer: CheckTimer;
  readonly prompter: Prompter;
  readonly notices: Notices;
  readonly legacy: LegacyKeys;
  readonly session: SessionFollower;
  readonly follower: GatewayFollower;
  readonly count: CallCount;
  readonly view: StateView;
  readonly signIn: SignIn;
  readonly conversation: SignInConversation;
  readonly actions: GateActions;
}

/** The full names of the settings that a gate reads. */
export function settingNamesOf(id: string): { readonly url: string; readonly access: string } {
  return { url: `${id}.url`, access: `${id}.requestAccessUrl` };
}

/** Makes the services of a gate. Nothing is asked, read or written by that. */
export function createGateParts(deps: GateEngineDeps, { ready, diagnostics, calls, signal }: GateTies): GateParts {
  const { options, settings, dialogue, window, memento, clock, random, logger, fetch, notes, commands } = deps;
  const { redirectUri, secrets, ledger } = deps;
  const { id, brand, clientId, legacySettings: names, checkEveryMs: everyMs } = options;
  const hasTokens = () => (session.gateway?.vault.credential?.kind ?? 'key') !== 'key';
  const t = clientId === undefined ? deps.t : inWordsOfSignIn(deps.t, hasTokens);
  // A key that is tried out is one, whatever signs the person in.
  const wordsOfKey = clientId === undefined ? deps.t : inWordsOfSignIn(deps.t);
  const offered = (actions: readonly OfferedAction[]) => (clientId === undefined ? actions : withSignIn(actions));
  const { url: urlSetting, access: accessSetting } = settingNamesOf(id);
  const machine = new GateMachine(logger);
  const runner: CheckRunner = new CheckRunner({
    ...{ machine, clock, subject: () => session.subject },
    onOver: (subject) => void session.over(subject),
  });
  const timer = new CheckTimer({ machine, runner, window, clock, random, everyMs });
  const prompter = new Prompter({ dialogue, window, clock });
  const told = new ToldOnce({ memento, logger, id });
  const notices = new Notices({ machine, prompter, told, t, logger, offered, act: (action) => actions.run(action) });
  const legacy = new LegacyKeys({ id, settings, names, brand, memento, clock, logger, notices, told, t, signal });
  const installId = () => installIdOf({ memento, random, logger, id });
  const gateways = new Gateways({
    ...{ options, secrets, ledger, notes, commands, clock, random, logger, fetch, installId, signal },
  });
  const session: SessionFollower = new SessionFollower({ machine, runner, clock, logger, signal });
  const follower = new GatewayFollower({
    ...{ gateways, session, machine, settings, logger, urlSetting, signal },
    url: options.url,
    prepare: (gateway) => legacy.migrate(gateway),
  });
  const talk = { options, session, machine, notices, dialogue, settings, t };
  const signIn = new SignIn({ ...talk, t: wordsOfKey, follower, urlSetting, told, clock, signal });
  const outside = { commands, secrets, dialogue, window, clock, random, logger, redirectUri };
  const ways = clientId === undefined ? undefined : new SignInWays({ ...outside, options, clientId, fetch, t, signal });
  const conversation = new SignInConversation({
    ...{ ...talk, ...outside, follower, urlSetting, told, signal, signIn, ways, runner },
  });
  const actions: GateActions = new GateActions({
    ...{ ...talk, gateways, accessSetting, runner, signIn, window, logger, ready, diagnostics, signal },
    conversation,
  });
  const count = new CallCount({
    ...{ machine, runner, settings, clock, logger, setting: options.usageSetting, ask: calls },
    onChange: () => view.show(),
  });
  const speech = { ...deps, t };
  const view = new StateView({
    ...{ machine, surface: deps.surface, logger, speech, name: options.name, calls: () => count.calls },
  });
  const seen = { notices, count, view };
  return { machine, runner, timer, prompter, legacy, session, follower, ...seen, signIn, conversation, actions };
}
