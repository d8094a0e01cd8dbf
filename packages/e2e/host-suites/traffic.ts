import net from 'node:net';

/** Counts every connection that this process begins. */
export class Traffic {
  connections = 0;
  readonly #connect = Object.getOwnPropertyDescriptor(net.Socket.prototype, 'connect') ?? {};

  constructor() {
    const count = () => this.connections++;
    const connect = this.#connect.value as (...args: unknown[]) => unknown;
    const value = function (this: net.Socket, ...args: unknown[]) {
      count();
      return connect.apply(this, args);
    };
    Object.defineProperty(net.Socket.prototype, 'connect', { ...this.#connect, value });
  }

  restore(): void {
    Object.defineProperty(net.Socket.prototype, 'connect', this.#connect);
  }
}
