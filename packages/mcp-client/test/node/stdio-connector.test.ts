import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@wicketgate/core';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServerProcessError } from '../../src/node/process-end.ts';
import { taskkill } from '../../src/node/process-group.ts';
import { stdioConnector } from '../../src/node/stdio-connector.ts';
import { createServerSession } from '../../src/services/session/create-session.ts';
import type { ServerSession } from '../../src/services/session/server-session.ts';
import type { ServerSessionOptions } from '../../src/services/session/session-options.ts';
import type { StdioServer } from '../../src/words/server-options.ts';
import { call, failureOf, read, until } from '../session-world.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const program = fileURLToPath(new URL('../mcp-servers/stdio-program.ts', import.meta.url));

interface ProcessSettings extends Partial<ServerSessionOptions> {
  readonly argument?: string;
  readonly server?: Partial<StdioServer>;
}

/** A session with a process of ours. Processes need real time: no test waits for any to be over. */
function processSession(behaviour: string, { argument = '', server, ...rest }: ProcessSettings = {}): ServerSession {
  const random = createSeededRandom();
  const target = { command: process.execPath, args: [program, behaviour, argument], ...server };
  const connector = stdioConnector(target, { clock: systemClock, random });
  const session = createServerSession({ id: 'local', connector, clock: systemClock, random, ...rest });
  onTestFinished(() => session.close());
  return session;
}

async function textOf(answer: ReturnType<typeof call>): Promise<string> {
  const [block] = (await answer).result.content;
  return String(block?.['text']);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('stdioConnector', () => {
  it.each([
    ['modern', 'modern', '2026-07-28'],
    ['legacy', 'legacy', '2025-11-25'],
    ['noisy', 'legacy', '2025-11-25'],
  ])('speaks to a server of the kind %s in one process', async (behaviour, era, protocolVersion) => {
    const session = processSession(behaviour);
    expect(await session.connect()).toMatchObject({ era, protocolVersion });
    expect((await session.list()).tools.length).toBeGreaterThan(5);
    await session.ping();
    const pids = await Promise.all([read(session, 'pid'), read(session, 'pid')].map((answer) => textOf(answer)));
    expect(new Set(pids).size).toBe(1);
    expect(session.report()).toMatchObject({ connections: 1 });
  });

  it('starts a server of old anew that ends at a question it does not know', async () => {
    expect(await processSession('strict').connect()).toMatchObject({ era: 'legacy' });
  });

  it('gives a server the variables that any program needs, and those that it is given', async () => {
    const session = processSession('legacy', { server: { env: { TEST_SECRET: 'supersecretvalue' } } });
    const names = (await textOf(call(session, 'environment'))).split(' ');
    expect(names).toContain('TEST_SECRET');
    expect(names).toContain('PATH');
    expect(names.filter((name) => /VITEST|NODE_/.test(name))).toEqual([]);
  });

  it('tells how a server failed at its start, without its secrets', async () => {
    const env = {
      TEST_PART: 'supersecret',
      TEST_SECRET: 'supersecretvalue',
      TEST_LINES: 'begin-of-it\ncannot-be-told',
    };
    const session = processSession('broken', { server: { env } });
    const error = await failureOf(session.connect());
    expect(error).toMatchObject({ code: 'server_unreachable', server: 'local', attempts: 0 });
    expect(error.cause).toMatchObject({ name: 'ServerProcessError', exitCode: 7 });
    expect((error.cause as ServerProcessError).stderr).toBe('cannot log in with [redacted]\n[redacted]\n');
    expect(session.report()).toMatchObject({ state: 'failed', problem: { code: 'server_unreachable' } });
  });

  it('tells that there is no such program', async () => {
    const session = processSession('', { server: { command: 'no-such-program-anywhere' } });
    expect(await failureOf(session.connect())).toMatchObject({ code: 'server_unreachable', attempts: 0 });
  });

  it('ends a call in the middle of which the server crashed, and starts it again for the next', async () => {
    const session = processSession('legacy');
    const first = await textOf(read(session, 'pid'));
    const error = await failureOf(call(session, 'crash'));
    expect(error).toMatchObject({ code: 'connection_lost', attempts: 1 });
    expect(error.cause).toMatchObject({ name: 'ServerProcessError', exitCode: 9 });
    expect(await textOf(read(session, 'pid'))).not.toBe(first);
    expect(session.report()).toMatchObject({ state: 'ready', connections: 2 });
  });

  it('repeats a call that does no harm in a new process', async () => {
    const session = processSession('legacy');
    const [crash, pid] = await Promise.all([
      failureOf(call(session, 'crash')),
      textOf(read(session, 'wait', { timeoutMs: 50 }).catch(() => read(session, 'pid'))),
    ]);
    expect(crash).toMatchObject({ code: 'connection_lost' });
    expect(Number(pid)).toBeGreaterThan(0);
  });

  it.each(['deaf', 'mute'])('starts a server anew that is %s, and lives on', async (behaviour) => {
    const session = processSession('legacy');
    const first = await textOf(read(session, 'pid'));
    await call(session, behaviour, { timeoutMs: 500 }).catch(() => undefined);
    await until(async () => {
      const pid = await textOf(read(session, 'pid', { timeoutMs: 500 })).catch(() => first);
      return pid !== first;
    });
    expect(isRunning(Number(first))).toBe(false);
  });

  it('tells a process that cannot be started from one that speaks no MCP', async () => {
    const session = processSession('', { server: { args: ['a\0b'] } });
    expect(await failureOf(session.connect())).toMatchObject({ code: 'server_unreachable' });
  });

  it('does not have Windows look for a program in the current folder', async () => {
    const settings = { clock: systemClock, random: createSeededRandom(), platform: 'win32' } as const;
    const connector = stdioConnector({ command: 'no-such-program-anywhere' }, settings);
    const ignore = () => undefined;
    const options = { prior: undefined, timeoutMs: 1_000, signal: undefined, onToolsChanged: ignore, onClosed: ignore };
    expect(await failureOf(connector.connect(options))).toMatchObject({ code: 'server_unreachable', attempts: 0 });
    expect(taskkill({ SystemRoot: String.raw`D:\Windows` })).toBe(String.raw`D:\Windows\System32\taskkill.exe`);
    expect(taskkill({})).toBe(String.raw`C:\Windows\System32\taskkill.exe`);
  });

  it('cuts off a server that sends a message without an end', async () => {
    const error = await failureOf(processSession('endless').connect());
    expect(error).toMatchObject({ code: 'bad_answer', attempts: 0 });
  });

  it('hears that the tools changed', async () => {
    const session = processSession('modern');
    const changes: string[] = [];
    session.onChange((change) => changes.push(change));
    await session.list();
    await until(async () => {
      await call(session, 'grow').catch(() => undefined);
      return changes.includes('tools_changed');
    });
    expect((await session.list()).tools.map(({ name }) => name)).toContain('grown');
  });

  it('ends a process with all that it started', async (context) => {
    context.skip(process.platform === 'win32', 'Windows has no process groups');
    const notes = join(await temporaryFolder(), 'family.json');
    const session = processSession('family', { argument: notes });
    await session.connect();
    const pids = JSON.parse(await readFile(notes, 'utf8')) as number[];
    expect(pids.map(isRunning)).toEqual([true, true]);
    await session.close();
    await until(() => pids.every((pid) => !isRunning(pid)));
  });

  it('ends what a server that crashed had started', async (context) => {
    context.skip(process.platform === 'win32', 'Windows has no process groups');
    const notes = join(await temporaryFolder(), 'family.json');
    const session = processSession('family', { argument: notes });
    await failureOf(call(session, 'crash'));
    const pids = JSON.parse(await readFile(notes, 'utf8')) as number[];
    await until(() => pids.every((pid) => !isRunning(pid)));
  });

  it('ends a process that does not want to', async () => {
    const session = processSession('stubborn', { deadlineMs: 100 });
    expect(await failureOf(session.connect())).toMatchObject({ code: 'timeout' });
    await session.close();
    expect(session.report()).toMatchObject({ state: 'closed' });
  });
});
