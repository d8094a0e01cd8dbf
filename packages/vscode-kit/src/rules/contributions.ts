import { commandOf, GATE_ACTIONS, type GateAction, stateKeyOf } from '../words/gate-action.ts';
import type { GateStatus } from '../words/gate-state.ts';
import { MESSAGES } from '../words/messages.ts';
import { assertGateId } from './gate-id.ts';

/** The states that are shut, each of which a view welcomes in its own words. */
export const SHUT_STATUSES = ['noKey', 'checking', 'invalid', 'unavailable'] as const satisfies readonly GateStatus[];
type ShutStatus = (typeof SHUT_STATUSES)[number];

/** The settings that a gate reads. */
export const GATE_SETTINGS = ['url', 'requestAccessUrl'] as const;
type GateSetting = (typeof GATE_SETTINGS)[number];

/** What the manifest says to people. Each may be a `%key%` of `package.nls.json`. */
export interface GateTexts {
  /** Titles of the commands. */
  readonly commands: Readonly<Record<GateAction, string>>;
  /** Descriptions of the settings. */
  readonly settings: Readonly<Record<GateSetting, string>>;
  /** What the settings say of a value that is no address they can use. */
  readonly addressProblem: string;
  /** Contents of the welcome views, with their buttons. */
  readonly welcome: Readonly<Record<ShutStatus, string>>;
}

export interface ContributionOptions {
  /** The id that `createGate` is given, or the extension's name. */
  readonly id: string;
  /** How people know the extension. */
  readonly title: string;
  /** What stands before the commands in the palette. Default: the title. */
  readonly category?: string;
  /** Id of the view that welcomes people while the gate is shut. Default: none. */
  readonly view?: string;
  /** Where the address of the gateway comes from: the setting, or the option of `createGate`. Default `setting`. */
  readonly url?: 'setting' | 'option';
  /** The id of the extension at the gateway, as `createGate` is given it. Default: none, and people sign in with keys. */
  readonly clientId?: string;
  /** Default: English. */
  readonly texts?: GateTexts;
}

/** A part of a manifest's `contributes`: merge it with your own. */
export interface GateContributions {
  /** With a `clientId` alone: the account of the editor. */
  readonly authentication?: readonly { readonly id: string; readonly label: string }[];
  readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
  readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
  readonly configuration: {
    readonly title: string;
    readonly properties: Readonly<Record<string, SettingDeclaration>>;
  };
}

interface SettingDeclaration {
  readonly type: 'string';
  readonly default: '';
  /** Neither a workspace nor Settings Sync may say where the key goes. */
  readonly scope: 'machine';
  readonly description: string;
  readonly pattern: string;
  readonly patternErrorMessage: string;
}

/** Nothing, https, or http on loopback. The gate itself looks closer. */
const ADDRESS_PATTERN = String.raw`^$|^https://[^\s]+$|^http://(localhost|127\.[0-9.]+|\[::1\])([:/][^\s]*)?$`;

/** What a gate needs in the `contributes` of a package.json. Throws a TypeError for an id that is none. */
export function gateContributions(options: ContributionOptions): GateContributions {
  const { id, title, category = title, view, url = 'setting', clientId, texts = gateTexts(options) } = options;
  assertGateId(id);
  // A setting that nobody reads would be offered to people.
  const settings = GATE_SETTINGS.filter((name) => name !== 'url' || url === 'setting');
  return {
    ...(clientId !== undefined && { authentication: [{ id, label: title }] }),
    commands: GATE_ACTIONS.map((action) => ({
      command: commandOf(id, action),
      title: texts.commands[action],
      category,
    })),
    viewsWelcome:
      view === undefined
        ? []
        : SHUT_STATUSES.map((status) => ({ view, contents: texts.welcome[status], when: shutWhen(id, status) })),
    configuration: {
      title,
      properties: Object.fromEntries(settings.map((name) => [`${id}.${name}`, declare(texts, name)])),
    },
  };
}

/** The English texts of a gate's contributions: for a `package.nls.json` of your own. */
export function gateTexts({ id, title, clientId }: Pick<ContributionOptions, 'id' | 'title' | 'clientId'>): GateTexts {
  const button = (action: GateAction, label: string = COMMAND_TITLES[action]) =>
    `[${label}](command:${commandOf(id, action)})`;
  const access = button('requestAccess');
  const enter = button(clientId === undefined ? 'enterKey' : 'signIn');
  return {
    commands: COMMAND_TITLES,
    settings: {
      url: 'Address of the gateway that issued your API key. Only you can set it, never a workspace.',
      requestAccessUrl: 'Page where you ask for an API key. Only you can set it, never a workspace.',
    },
    addressProblem:
      'Write an address that begins with https://. Only an address of this machine may begin with http://.',
    welcome: {
      noKey:
        clientId === undefined
          ? lines(`${title} needs an API key.`, enter, access)
          : lines(`Sign in to use ${title}.`, enter, access),
      checking: lines(clientId === undefined ? MESSAGES.checking : MESSAGES.checkingSignIn, button('showMenu'), access),
      invalid: lines(
        clientId === undefined
          ? 'Your API key was refused. Check the status to see why, or enter another one.'
          : 'The gateway refused you. Check the status to see why, or sign in again.',
        enter,
        access,
        button('checkStatus'),
      ),
      unavailable: lines(
        `The gateway cannot check your ${clientId === undefined ? 'API key' : 'sign-in'} right now. It is tried again automatically.`,
        button('checkStatus', MESSAGES.retryNow),
        access,
        enter,
      ),
    },
  };
}

const COMMAND_TITLES: Readonly<Record<GateAction, string>> = {
  signIn: MESSAGES.signIn,
  enterKey: MESSAGES.enterKey,
  signOut: MESSAGES.signOut,
  checkStatus: MESSAGES.checkStatus,
  showMenu: MESSAGES.showMenu,
  openSettings: MESSAGES.openSettings,
  showOutput: MESSAGES.showOutput,
  copyDiagnostics: MESSAGES.copyDiagnostics,
  requestAccess: MESSAGES.requestAccess,
};

/** VS Code makes a button of a link that has a line of its own. */
function lines(...parts: readonly string[]): string {
  return parts.join('\n');
}

/** Before the extension has started there is no state yet. */
function shutWhen(id: string, status: ShutStatus): string {
  const key = stateKeyOf(id);
  return status === 'checking' ? `!${key} || ${key} == checking` : `${key} == ${status}`;
}

function declare({ settings, addressProblem }: GateTexts, name: GateSetting): SettingDeclaration {
  const check = { pattern: ADDRESS_PATTERN, patternErrorMessage: addressProblem };
  return { type: 'string', default: '', scope: 'machine', description: settings[name], ...check };
}
