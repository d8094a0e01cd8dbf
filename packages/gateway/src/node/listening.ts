import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@wicketgate/core';
import { StartError } from './start-error.ts';

/** Starts to listen and answers where: the port that was found when 0 was asked for. */
export function listen(server: Server, where: { readonly host: string; readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      reject(new StartError(sentenceOf(error, where), { cause: error }));
    };
    server.once('error', onError);
    server.listen(where.port, where.host, () => {
      server.off('error', onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * Stops a server: no new connections at once, idle ones closed, requests that run finished within `graceMs`. What is
 * left then is cut off. Answers how many connections that were.
 */
export async function stopListening(
  server: Server,
  { graceMs, clock }: { graceMs: number; clock: Clock },
): Promise<number> {
  const timer = new AbortController();
  const closed = new Promise<'closed'>((resolve) => {
    server.close(() => {
      resolve('closed');
    });
  });
  server.closeIdleConnections();
  const late = clock.sleep(graceMs, timer.signal).then(
    () => 'late' as const,
    () => 'closed' as const,
  );
  const outcome = await Promise.race([closed, late]);
  timer.abort();
  if (outcome === 'closed') return 0;
  const left = await countConnections(server);
  server.closeAllConnections();
  await closed;
  return left;
}

/** The address of a listening server as a base URL. */
export function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((_error, count) => {
      resolve(count);
    });
  });
}

function sentenceOf(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken. Stop what listens there, or set WICKETGATE_PORT to another.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}. Set WICKETGATE_HOST to one of its own.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Set WICKETGATE_PORT to one above 1023.`;
    default:
      return `The gateway cannot listen on ${host}, port ${port}.`;
  }
}
