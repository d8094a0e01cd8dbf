import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from './cleanup.ts';

export interface PathProxyOptions {
  /** Where everything goes that is not named. */
  readonly port: number;
  /** Ports by the path that leads there, for instance `/mcp`. */
  readonly paths: Readonly<Record<string, number>>;
  readonly cleanup: Cleanup;
}

/** One address on 127.0.0.1 for several servers, as a reverse proxy makes it. Answers come through as they are sent. */
export async function startPathProxy({ port, paths, cleanup }: PathProxyOptions): Promise<{ readonly url: string }> {
  const server = createServer((incoming, outgoing) => {
    const { method, url: path = '/', headers } = incoming;
    const [, behind = port] = Object.entries(paths).find(([above]) => isBeneath(above, path)) ?? [];
    const passed = request({ host: '127.0.0.1', port: behind, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanup.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function isBeneath(above: string, path: string): boolean {
  return path === above || path.startsWith(`${above}/`) || path.startsWith(`${above}?`);
}
