// Preloaded (`node --import`) into programs that would listen on every address of the machine: they listen on 127.0.0.1.
import dns from 'node:dns';
import net from 'node:net';

const LOOPBACK = '127.0.0.1';
type Listen = (this: net.Server, ...args: unknown[]) => net.Server;
const listen = Reflect.get(net.Server.prototype, 'listen') as Listen;
const lookup = dns.lookup;

net.Server.prototype.listen = function (this: net.Server, ...args: unknown[]): net.Server {
  const onLoopback = loopbackArguments(args);
  if (onLoopback === undefined) return listen.apply(this, args);
  // Without a host a server is bound before `listen` returns, and programs read its port at once. With one it is looked up first.
  dns.lookup = lookupAtOnce as typeof dns.lookup;
  try {
    listen.apply(this, onLoopback);
  } finally {
    dns.lookup = lookup;
  }
  return onLoopbackAlone(this);
};

/** A Node that looks names up in another way must not end with a server that the whole network reaches. */
function onLoopbackAlone(server: net.Server): net.Server {
  const bound = server.address();
  if (bound === null || (typeof bound === 'object' && bound.address === LOOPBACK)) return server;
  server.close();
  throw new Error(`A server listens on ${JSON.stringify(bound)}, and not on ${LOOPBACK} alone.`);
}

/** Undefined for what is not a port: a path, a handle, a file descriptor. */
function loopbackArguments(args: readonly unknown[]): unknown[] | undefined {
  const [where] = args;
  const told = args.filter((argument) => typeof argument === 'function');
  if (where === undefined || where === null || typeof where === 'function')
    return [{ port: 0, host: LOOPBACK }, ...told];
  if (typeof where === 'number' || (typeof where === 'string' && /^\d+$/.test(where))) {
    return [{ port: Number(where), host: LOOPBACK }, ...told];
  }
  if (typeof where !== 'object' || !('port' in where) || 'path' in where) return undefined;
  return [{ ...where, host: LOOPBACK }, ...told];
}

function lookupAtOnce(_host: string, ...rest: readonly unknown[]): void {
  const answer = rest.at(-1) as (error: null, ...answer: unknown[]) => void;
  const [options] = rest as readonly [{ readonly all?: boolean }];
  if (options.all === true) answer(null, [{ address: LOOPBACK, family: 4 }]);
  else answer(null, LOOPBACK, 4);
}
