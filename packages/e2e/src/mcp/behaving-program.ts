// A program: an MCP server that behaves as its first argument says, over `stdio` or `http` as the second says. The third is a file
// where it counts what its tools did.
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { BEHAVIOURS, type Behaviour, createBehavingServer } from './behaviours.ts';

const [behaviour = '', transport = '', tally = ''] = process.argv.slice(2);

if (transport === 'stdio') serveProcess();
else serveSocket();

function count(tool: string): number {
  appendFileSync(tally, `${tool}\n`);
  return readFileSync(tally, 'utf8')
    .split('\n')
    .filter((line) => line === tool).length;
}

function serveProcess(): void {
  if (behaviour === 'hangs') process.stdin.resume();
  else serveStdio(() => createBehavingServer(known(behaviour), { count, breakOff: () => process.exit(9) }));
}

function serveSocket(): void {
  const answer = requestListener();
  let calling: Socket | undefined;
  const http = createServer((request, response) => {
    if (request.headers['mcp-method'] === 'tools/call') calling = request.socket;
    answer(request, response);
  });
  http.listen(0, '127.0.0.1', () => console.log(`listening ${(http.address() as AddressInfo).port}`));

  function requestListener(): RequestListener {
    if (behaviour === 'hangs') return () => undefined;
    if (behaviour === 'garbage') {
      return (_, response) => void response.setHeader('content-type', 'application/json').end('{"jsonrpc":');
    }
    const handler = createMcpHandler(() => createBehavingServer(known(behaviour), { count, breakOff }));
    const handle = toNodeHandler(handler);
    return (request, response) => void handle(request as Parameters<typeof handle>[0], response);
  }

  function breakOff(): never {
    calling?.destroy();
    throw new Error('The connection is cut.');
  }
}

function known(name: string): Behaviour {
  const found = BEHAVIOURS.find((one) => one === name);
  if (found === undefined) throw new Error(`No server behaves like ${name}.`);
  return found;
}
