import type { Fetch } from '@wicketgate/core';
import {
  createFakeClock,
  createFakeGateway,
  createSeededRandom,
  type FakeClock,
  type FakeGateway,
  type SignInSettings,
} from '@wicketgate/testing';
import type { SecretStore } from '../../src/ports/secret-store.ts';
import type { HostFacts } from '../../src/rules/diagnostics.ts';
import { formatLedger, parseLedger } from '../../src/rules/ledger-record.ts';
import { GateEngine } from '../../src/services/gate-engine.ts';
import type { GateSettings } from '../../src/words/gate-settings.ts';
import type { GateState } from '../../src/words/gate-state.ts';
import type { Translate } from '../../src/words/notice.ts';
import { type CollectingLogger, createCollectingLogger } from '../doubles/collecting-logger.ts';
import { createFakeDialogue, type FakeDialogue } from '../doubles/fake-dialogue.ts';
import { createFakeMemento, type FakeMemento } from '../doubles/fake-memento.ts';
import { createFakeSettings, type FakeSettings } from '../doubles/fake-settings.ts';
import { createFakeSurface, type FakeSurface } from '../doubles/fake-surface.ts';
import { createFakeWindow, type FakeWindow } from '../doubles/fake-window.ts';
import { createFakeCommand, type FakeCommand } from '../doubles/fake-command.ts';
import { createMemoryLedger, type MemoryLedger } from '../doubles/memory-ledger.ts';
import { createMemoryTokenNotes, type MemoryTokenNotes } from '../doubles/memory-token-notes.ts';
import { createDesktopHost, type SecretHost } from '../doubles/secret-hosts.ts';
import { hashing } from './hashing-watch.ts';

export const VALIDATE = '/api/v1/auth/validate';
export const ME = '/api/v1/me';

const HOST: HostFacts = {
  extension: { id: 'acme.tool', version: '1.2.3' },
  vscode: '1.139.1',
  appName: 'Code',
  appHost: 'desktop',
  remoteName: undefined,
  uiKind: 'desktop',
  platform: 'linux',
  node: '24.21.0',
  language: 'en',
};

/** `vscode.l10n.t` without a bundle. */
export const t: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index) => String(args[Number(index)] ?? whole));

/** One request that left the machine. */
export interface Sent {
  readonly origin: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface GateWorld {
  readonly clock: FakeClock;
  readonly gateway: FakeGateway;
  readonly host: SecretHost;
  readonly ledger: MemoryLedger;
  readonly notes: MemoryTokenNotes;
  readonly commands: FakeCommand;
  readonly settings: FakeSettings;
  readonly memento: FakeMemento;
  /** Every request, to whatever origin, oldest first. */
  readonly sent: readonly Sent[];
  /** Opens a window on this machine. */
  open(change?: WindowChange): GateWindow;
  /** Lets everything go on that can go on without time. */
  rest(): Promise<void>;
  /** Moves time on in steps that leave hashing and I/O their real time. */
  advance(ms: number): Promise<void>;
  /** Rests until it is so; throws when it never becomes so. */
  until(condition: () => boolean): Promise<void>;
}

export interface WindowChange {
  readonly options?: Partial<GateSettings>;
  readonly secrets?: SecretStore;
  /** Default: none, as in remote and web windows. */
  readonly redirectUri?: string;
  readonly fetch?: Fetch;
  /** Of another machine, whose windows share the secrets of this one. */
  readonly ledger?: MemoryLedger;
  readonly notes?: MemoryTokenNotes;
  readonly commands?: FakeCommand;
}

export interface GateWindow {
  readonly engine: GateEngine;
  readonly dialogue: FakeDialogue;
  readonly surface: FakeSurface;
  readonly window: FakeWindow;
  readonly logger: CollectingLogger;
  /** Every state, oldest first. */
  readonly states: readonly GateState[];
  readonly status: string;
  /** Signs in by the command, with a key that the person types. */
  signIn(key: string): Promise<void>;
}

export interface WorldChange {
  readonly host?: SecretHost;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Of the gateway. */
  readonly signIn?: SignInSettings;
}

/** A machine with a gateway that it can ask. */
export function createGateWorld(change: WorldChange = {}): GateWorld {
  const clock = createFakeClock();
  const gateway = createFakeGateway({
    clock,
    random: createSeededRandom(7),
    ...(change.signIn && { signIn: change.signIn }),
  });
  const host = change.host ?? createDesktopHost();
  const ledger = createMemoryLedger();
  const notes = createMemoryTokenNotes();
  const commands = createFakeCommand();
  const settings = createFakeSettings({ 'acme.url': gateway.url, ...change.settings });
  const memento = createFakeMemento();
  const sent: Sent[] = [];
  const fetch: Fetch = (url, init) => {
    const { origin, pathname: path } = new URL(url);
    sent.push({ origin, path, authorization: init.headers['authorization'] });
    return gateway.fetch(url, init);
  };
  const steps = createSteps(clock);
  const machine = { clock, ledger, notes, commands, settings, memento };
  return {
    ...{ clock, gateway, host, ledger, notes, commands, settings, memento, sent, ...steps },
    open: ({ options, ...opened } = {}) => {
      const around = { redirectUri: undefined, secrets: host.open(), fetch, ...opened };
      const window = createWindow({ ...machine, ...around }, options);
      window.engine.start();
      return Object.assign(window, { signIn: (key: string) => signIn(window, key, steps) });
    },
  };
}

type Machine = Pick<GateWorld, 'clock' | 'ledger' | 'notes' | 'commands' | 'settings' | 'memento'> & {
  readonly redirectUri: string | undefined;
  readonly secrets: SecretStore;
  readonly fetch: Fetch;
};

function createWindow(machine: Machine, options: Partial<GateSettings> = {}): Omit<GateWindow, 'signIn'> {
  const [dialogue, surface, window] = [createFakeDialogue(), createFakeSurface(), createFakeWindow()];
  const logger = createCollectingLogger();
  const states: GateState[] = [];
  const engine = new GateEngine({
    ...{ ...machine, dialogue, surface, window, logger, t, host: HOST },
    options: { ...OPTIONS, ...options },
    random: createSeededRandom(3),
    formatTime: (instant) => instant,
  });
  engine.onDidChange(({ after }) => states.push(after));
  return {
    ...{ engine, dialogue, surface, window, logger, states },
    get status() {
      return engine.state.status;
    },
  };
}

const OPTIONS: GateSettings = {
  id: 'acme',
  name: 'Acme',
  url: undefined,
  requestAccessUrl: undefined,
  brand: 'wg',
  account: 'default',
  publicKeys: undefined,
  issuer: undefined,
  clientId: undefined,
  legacySettings: [],
  usageSetting: undefined,
  checkEveryMs: 300_000,
};

async function signIn(window: Omit<GateWindow, 'signIn'>, key: string, steps: Steps): Promise<void> {
  window.dialogue.type(key);
  let ended = false;
  const run = window.engine.run('enterKey').then(() => {
    ended = true;
  });
  await steps.until(() => ended);
  await run;
  await steps.rest();
}

type Steps = Pick<GateWorld, 'rest' | 'advance' | 'until'>;

/** The longest step: shorter than what a request may take, so that no time runs out while real work is done. */
const STEP_MS = 2_500;
const MOST_RESTS = 200;
/** Rounds of the event loop without any hashing, after which nothing goes on by itself. */
const QUIET_ROUNDS = 3;

export function createSteps(clock: FakeClock): Steps {
  const rest = async () => {
    let begun = hashing.begun;
    for (let quiet = 0; quiet < QUIET_ROUNDS; quiet++) {
      await clock.advance(0);
      if (hashing.pending > 0 || hashing.begun > begun) quiet = -1;
      begun = hashing.begun;
    }
  };
  const until = async (condition: () => boolean) => {
    for (let round = 0; !condition(); round++) {
      if (round === MOST_RESTS) throw new Error('It never became so.');
      await rest();
    }
  };
  const advance = async (ms: number) => {
    await rest();
    for (let left = ms; left > 0; left -= STEP_MS) {
      await clock.advance(Math.min(STEP_MS, left));
      await rest();
    }
  };
  return { rest, until, advance };
}

/** Ends every session behind the back of the windows: the ledger says so, and nobody is told. */
export function endSessions({ notes }: MemoryLedger): void {
  for (const [name, note] of notes) {
    const record = parseLedger(note);
    if (record !== undefined) notes.set(name, formatLedger({ ...record, ended: [record.signedInAt] }));
  }
}
