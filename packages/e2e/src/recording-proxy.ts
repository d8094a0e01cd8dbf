import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from './cleanup.ts';
import type { Exchange } from './exchange.ts';

/** Stands before a server on 127.0.0.1 and sees all that goes in and out. */
export interface RecordingProxy {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
}

/** `port` is where the server listens, then or later. */
export async function startRecordingProxy(port: number, cleanup: Cleanup): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer((incoming, outgoing) => {
    void pass({ incoming, outgoing, port, exchanges }).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanup.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, exchanges };
}

interface Passage {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly port: number;
  readonly exchanges: Exchange[];
}

async function pass({ incoming, outgoing, port, exchanges }: Passage): Promise<void> {
  const { method = '', url: target = '', headers } = incoming;
  const sent = await bodyOf(incoming);
  const answered = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path: target, headers }, resolve).on('error', reject).end(sent);
  });
  const answer = await bodyOf(answered);
  const status = answered.statusCode ?? 0;
  exchanges.push({
    method,
    target,
    request: sent.toString(),
    status,
    headers: flat(answered.headers),
    answer: answer.toString(),
  });
  outgoing.writeHead(status, answered.headers).end(answer);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join('\n')]));
}
