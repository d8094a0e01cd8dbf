import http from 'node:http';
import https from 'node:https';
import net from 'node:net';

type Call = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Counts every request and every connection that this process begins. VS Code asks for a proxy before it connects: so the
 * calls themselves are counted as well.
 */
export class Traffic {
  begun = 0;
  readonly #undo: (() => void)[] = [];

  constructor() {
    this.#count(globalThis, 'fetch');
    for (const module of [http, https]) {
      this.#count(module, 'request');
      this.#count(module, 'get');
    }
    this.#count(net.Socket.prototype, 'connect');
  }

  restore(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #count(target: object, member: string): void {
    const before = Object.getOwnPropertyDescriptor(target, member);
    if (before === undefined) throw new Error(`There is no ${member} to count.`);
    const call = (before.value ?? before.get?.call(target)) as Call;
    const count = () => this.begun++;
    const value: Call = function (...args) {
      count();
      return call.apply(this, args);
    };
    Object.defineProperty(target, member, { value, configurable: true, enumerable: true, writable: true });
    this.#undo.push(() => Object.defineProperty(target, member, before));
  }
}
