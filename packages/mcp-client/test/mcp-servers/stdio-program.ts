// A server over standard input and output, started by tests. Its first argument says how it behaves.
import { spawn } from 'node:child_process';
import { closeSync, writeFileSync } from 'node:fs';
import { fromJsonSchema, type McpServer } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { createToolServer, text } from './tool-server.ts';

const [behaviour = 'modern', argument = ''] = process.argv.slice(2);
const anyObject = fromJsonSchema<Record<string, unknown>>({ type: 'object' });

const behaviours: Record<string, () => void | Promise<void>> = {
  modern: () => void serveStdio(() => toolServer()),
  legacy: () => serveLegacy(),
  /** Ends when the first line is no `initialize`. */
  strict: () => {
    process.stdin.once('data', (chunk: Buffer) => {
      if (!chunk.includes('"initialize"')) process.exit(3);
      process.stdin.unshift(chunk);
      void serveLegacy();
    });
  },
  /** Writes what is no message to its output. */
  noisy: () => {
    console.log('starting up');
    console.log('{"level":"info"}');
    console.log('17');
    return serveLegacy();
  },
  /** Says nothing, and does not end by itself. */
  stubborn: () => {
    process.on('SIGTERM', () => undefined);
    setInterval(() => undefined, 1_000);
  },
  /** Fails at its start, and writes out what it was given. */
  broken: () => {
    process.stderr.write(`cannot log in with ${process.env['TEST_SECRET'] ?? ''}\n`);
    process.stderr.write(`${process.env['TEST_LINES']?.split('\n')[1] ?? ''}\n`);
    process.exit(7);
  },
  /** Answers the first request with more than any message may hold. */
  endless: () => {
    process.stdin.once('data', () => {
      const piece = 'x'.repeat(1024 * 1024);
      process.stdout.write('{"jsonrpc":"2.0","id":0,"result":"');
      const more = () => {
        while (process.stdout.write(piece));
        process.stdout.once('drain', more);
      };
      more();
    });
  },
  /** Starts a process of its own, and writes the ids of both to the file that the second argument names. */
  family: () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'inherit' });
    writeFileSync(argument, JSON.stringify([process.pid, child.pid]));
    return serveLegacy();
  },
};

function toolServer(): McpServer {
  const server = createToolServer();
  server.registerTool('crash', { inputSchema: anyObject }, () => process.exit(9));
  server.registerTool('deaf', { inputSchema: anyObject }, () => {
    setInterval(() => undefined, 1_000);
    process.stdin.destroy();
    closeSync(0);
    return text('deaf');
  });
  server.registerTool('mute', { inputSchema: anyObject }, () => {
    setInterval(() => undefined, 1_000);
    closeSync(1);
    return text('mute');
  });
  server.registerTool('pid', { inputSchema: anyObject, annotations: { readOnlyHint: true } }, () =>
    text(`${process.pid}`),
  );
  server.registerTool('environment', { inputSchema: anyObject }, () => text(Object.keys(process.env).join(' ')));
  server.registerTool('grow', { inputSchema: anyObject }, () => {
    server.registerTool('grown', { inputSchema: anyObject }, () => text('grown'));
    return text('grown');
  });
  return server;
}

async function serveLegacy(): Promise<void> {
  await toolServer().connect(new StdioServerTransport());
}

await behaviours[behaviour]?.();
