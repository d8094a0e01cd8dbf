import fs from 'node:fs';
import * as vscode from 'vscode';

type Call = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Notes what is taken of the host and not given back: every disposable, file watcher and timer. The host's objects are
 * changed in place, because the bundle looks its calls up when it makes them.
 */
export class Registrations {
  /** Everything that was taken since the last `clear`, by the name of the call: `window.createStatusBarItem`. */
  readonly all: string[] = [];
  /** The values of the context key since then. */
  readonly states: string[] = [];
  readonly #open = new Map<object, string>();
  readonly #undo: (() => void)[] = [];

  constructor({ stateKey, bundle }: { stateKey: string; bundle: string }) {
    for (const [name, space] of Object.entries(vscode) as [string, unknown][]) {
      // The bundler's `default` is the whole API once more, with its classes.
      if (name !== 'default' && typeof space === 'object' && space !== null) this.#followSpace(name, space);
    }
    this.#followStates(stateKey);
    this.#followWatchers();
    this.#followTimers(bundle);
  }

  /** What has not been given back, sorted. */
  get open(): readonly string[] {
    return [...this.#open.values()].sort();
  }

  clear(): void {
    this.all.length = 0;
    this.states.length = 0;
  }

  /** Gives the host back as it was. */
  restore(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }

  /** The secrets of a context, with what listens to them noted as well. */
  followSecrets(secrets: vscode.SecretStorage): vscode.SecretStorage {
    return {
      keys: () => secrets.keys(),
      get: (name) => secrets.get(name),
      store: (name, value) => secrets.store(name, value),
      delete: (name) => secrets.delete(name),
      onDidChange: (...args) => this.#note('secrets.onDidChange', secrets.onDidChange(...args)),
    };
  }

  #note<T>(name: string, taken: T): T {
    if (!isDisposable(taken)) return taken;
    const dispose = taken.dispose.bind(taken);
    const noted = this.#withDispose(taken, () => {
      this.#open.delete(noted);
      return dispose();
    });
    this.all.push(name);
    this.#open.set(noted, name);
    return noted;
  }

  /** Some of the host's objects are frozen. */
  #withDispose<T extends object>(taken: T, dispose: () => unknown): T {
    if (Object.isExtensible(taken))
      return Object.defineProperty(taken, 'dispose', { value: dispose, configurable: true });
    return Object.create(taken, { dispose: { value: dispose } }) as T;
  }

  #followSpace(name: string, space: object): void {
    for (const [member, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(space))) {
      const value: unknown = descriptor.value;
      const get = descriptor.get?.bind(space) as (() => Call) | undefined;
      const title = `${name}.${member}`;
      if (typeof value === 'function') {
        this.#replace(space, member, { ...descriptor, value: this.#noting(title, value as Call) });
      } else if (get !== undefined && /^on(?:Did|Will)/.test(member)) {
        this.#replace(space, member, { ...descriptor, get: () => this.#noting(title, get()) });
      }
    }
  }

  #noting(title: string, call: Call): Call {
    const note = (taken: unknown) => this.#note(title, taken);
    return function (...args) {
      return note(call.apply(this, args));
    };
  }

  #followStates(stateKey: string): void {
    const { states } = this;
    const execute = vscode.commands.executeCommand;
    const value: typeof execute = (command, ...args: unknown[]) => {
      if (command === 'setContext' && args[0] === stateKey) states.push(String(args[1]));
      return execute(command, ...args);
    };
    this.#replace(vscode.commands, 'executeCommand', { value, configurable: true, enumerable: true, writable: true });
  }

  #followWatchers(): void {
    const watch = fs.watch as unknown as Call;
    const follow = (watcher: fs.FSWatcher): fs.FSWatcher => {
      this.all.push('fs.watch');
      this.#open.set(watcher, 'fs.watch');
      const close = watcher.close.bind(watcher);
      watcher.close = () => {
        this.#open.delete(watcher);
        close();
      };
      return watcher;
    };
    const value: Call = function (...args) {
      return follow(watch.apply(this, args) as fs.FSWatcher);
    };
    this.#replace(fs, 'watch', { value, configurable: true, enumerable: true, writable: true });
  }

  /** The host has timers of its own: those that the bundle starts itself are noted. */
  #followTimers(bundle: string): void {
    const open = this.#open;
    const { setTimeout: start, clearTimeout: stop } = globalThis;
    const started = (callback: (...args: unknown[]) => void, ms?: number, ...rest: unknown[]) => {
      const timer = start(() => {
        open.delete(timer);
        callback(...rest);
      }, ms);
      if (callerOf(new Error())?.includes(bundle) === true) open.set(timer, `setTimeout(${ms})`);
      return timer;
    };
    const stopped = (timer?: NodeJS.Timeout) => {
      if (typeof timer === 'object') open.delete(timer);
      stop(timer);
    };
    const common = { configurable: true, enumerable: true, writable: true };
    this.#replace(globalThis, 'setTimeout', { ...common, value: started });
    this.#replace(globalThis, 'clearTimeout', { ...common, value: stopped });
  }

  #replace(target: object, member: string, descriptor: PropertyDescriptor): void {
    const before = Object.getOwnPropertyDescriptor(target, member);
    if (before?.configurable !== true) return;
    Object.defineProperty(target, member, descriptor);
    this.#undo.push(() => Object.defineProperty(target, member, before));
  }
}

function isDisposable(value: unknown): value is { dispose(): unknown } {
  return typeof value === 'object' && value !== null && 'dispose' in value && typeof value.dispose === 'function';
}

/** The line of the stack below the function that made the error. */
function callerOf({ stack }: Error): string | undefined {
  return stack?.split('\n')[2];
}
