import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { type Clock, systemClock } from '@wicketgate/core';
import { createPerson, startHouse } from '../../mcp-client/test/services/auth/oidc-house.ts';
import type { RunOptions } from './cli-harness.ts';

/** Polls of a code come at once; all else waits as the platform does. */
export const pollingClock: Clock = {
  now: () => systemClock.now(),
  sleep: (ms, signal) => systemClock.sleep(ms > 2_000 && ms < 20_000 ? 20 : ms, signal),
};

/** A server of MCP that wants a sign-in at a real authorization server, and has the tool `whoami`. */
export function startDocs(): ReturnType<typeof startHouse> {
  return startHouse(toNodeHandler(createMcpHandler(docsServer)) as Parameters<typeof startHouse>[0]);
}

export function docsServer(): McpServer {
  const server = new McpServer({ name: 'docs', version: '1.0.0' });
  server.registerTool('whoami', { annotations: { readOnlyHint: true } }, () => ({
    content: [{ type: 'text', text: 'anna' }],
  }));
  return server;
}

/** Somebody who types the code that is shown, at the page that is named. */
export function typingCode(): NonNullable<RunOptions['meanwhile']> {
  const person = createPerson();
  let done = false;
  return async ({ stdout, stderr }) => {
    const [userCode] = /[A-Z]{4}-[A-Z]{4}/.exec(stdout + stderr) ?? [];
    const [page] = /http:\/\/127\.0\.0\.1:\d+\/device(?![\w?])/.exec(stdout + stderr) ?? [];
    if (done || userCode === undefined || page === undefined) return;
    done = true;
    await person.goOn(page, userCode);
  };
}
