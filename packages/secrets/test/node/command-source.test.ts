import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCommandSource } from '../../src/node/command-source.ts';
import { SecretsError } from '../../src/words/errors.ts';
import type { SecretSpec } from '../../src/words/spec.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A source whose one program is a script for this Node. */
function createProgram(script: string, options: { env?: Record<string, string>; args?: readonly string[] } = {}) {
  const clock = createFakeClock();
  const spec = specWith([process.execPath, '-e', script, ...(options.args ?? [])]);
  const source = createCommandSource({ specs: [spec], env: options.env ?? {}, platform: process.platform, clock });
  return { clock, source, value: async () => (await source.find('A'))?.secret.reveal() };
}

function specWith(command: SecretSpec['command']): SecretSpec {
  return { name: 'A', aliases: ['OLD_A'], scopes: [], required: true, from: 'test', ...(command && { command }) };
}

async function failureOf(call: Promise<unknown>): Promise<SecretsError> {
  const error: unknown = await call.catch((cause: unknown) => cause);
  if (!SecretsError.isInstance(error)) throw new Error('It did not fail with an error of ours.', { cause: error });
  return error;
}

describe('the value', () => {
  it.each([
    ['a line end', "process.stdout.write('planted value\\n')"],
    ['a line end of Windows', "process.stdout.write('planted value\\r\\n')"],
    ['no line end', "process.stdout.write('planted value')"],
  ])('is the one line that the program prints, with %s', async (_, script) => {
    const { source, value } = createProgram(script);
    expect(await value()).toBe('planted value');
    expect(await source.find('A')).toMatchObject({ place: `printed by ${process.execPath}` });
  });

  it('is asked for by the name of the spec alone, and of specs with a program alone', async () => {
    const { source } = createProgram("console.log('x')");
    expect(await source.find('OLD_A')).toBeUndefined();
    const none = createCommandSource({
      specs: [specWith(undefined)],
      env: {},
      platform: 'linux',
      clock: createFakeClock(),
    });
    expect(await none.find('A')).toBeUndefined();
  });

  it('may have 65,536 bytes, and no more', async () => {
    const most = createProgram("console.log('x'.repeat(65536))");
    expect((await most.value())?.length).toBe(65_536);
    const over = createProgram("console.log('x'.repeat(65537))");
    expect(await failureOf(over.value())).toMatchObject({ code: 'command_failed' });
  });

  it('reaches the program through no shell', async () => {
    const word = '$(id) `id` ; | & > "quoted" \'single\' %PATH%';
    const { value } = createProgram('console.log(process.argv[1])', { args: [word] });
    expect(await value()).toBe(word);
  });
});

describe('a program that gives no value', () => {
  it.each([
    ['nothing', ''],
    ['an empty line', 'console.log()'],
    ['white space', "console.log('   ')"],
    ['two lines', "console.log('planted-value\\nmore')"],
    ['an empty line after the value', "console.log('planted-value\\n')"],
    ['NUL', "console.log('planted-value\\0')"],
    ['what is not UTF-8', 'process.stdout.write(Buffer.from([0x61, 0xff]))'],
  ])('fails when it prints %s, and what it printed is told to nobody', async (_, script) => {
    const error = await failureOf(createProgram(script).value());
    expect(error).toMatchObject({ code: 'command_failed', secretName: 'A' });
    expect(`${error.message} ${error.hint ?? ''} ${String(error.cause)}`).not.toContain('planted-value');
  });

  it('fails with its exit code, and with its words without secrets and control characters', async () => {
    const token = `ghp_${'a'.repeat(36)}`;
    const script = `console.error('\\x1b[31mcannot read Bearer ${token}\\x1b[0m'); console.log('${token}'); process.exit(3)`;
    const error = await failureOf(createProgram(script).value());
    expect(error.message).toContain('ended with exit code 3');
    expect(error.hint).toContain('cannot read');
    expect(`${error.message}${error.hint ?? ''}`).not.toContain(token);
    expect(error.hint).not.toMatch(/\p{Cc}/u);
  });

  it('fails when it is ended by a signal', async () => {
    const error = await failureOf(createProgram("process.kill(process.pid, 'SIGKILL')").value());
    expect(error.message).toContain('ended by a signal');
  });

  it.each(['wicketgate-no-such-program', '/no/such/program'])('fails when there is no %s', async (program) => {
    const specs = [specWith([program])];
    const env = { PATH: process.env['PATH'] };
    const source = createCommandSource({ specs, env, platform: process.platform, clock: createFakeClock() });
    expect(await failureOf(source.find('A'))).toMatchObject({ code: 'command_failed' });
    expect((await failureOf(source.find('A'))).message).toContain('could not be started');
  });

  it("is not looked for in the current folder, which may be a stranger's", async (context) => {
    context.skip(process.platform === 'win32', 'programs are scripts here');
    const folder = await temporaryFolder();
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'give-secret'), '#!/bin/sh\necho planted\n');
    await chmod(join(bin, 'give-secret'), 0o700);
    const at = (PATH: string) =>
      createCommandSource({
        specs: [specWith(['give-secret'])],
        env: { PATH },
        platform: process.platform,
        clock: createFakeClock(),
      });
    expect((await at(`.:${bin}`).find('A'))?.secret.reveal()).toBe('planted');
    expect(await failureOf(at(`.:`).find('A'))).toMatchObject({ code: 'command_failed' });
  });
});

it('gets the environment without our own variables, however they are spelled', async () => {
  const env = { HOME: '/nowhere', WICKETGATE_MASTER_KEY: 'k', Wicketgate_Api_Key: 'k', OP_SERVICE_ACCOUNT_TOKEN: 't' };
  const { value } = createProgram('console.log(Object.keys(process.env).sort().join())', { env });
  const names = (await value())?.split(',') ?? [];
  expect(names).toEqual(expect.arrayContaining(['HOME', 'OP_SERVICE_ACCOUNT_TOKEN']));
  expect(names.filter((name) => /wicketgate/i.test(name))).toEqual([]);
});

describe('time', () => {
  /** A program that counts its runs in a file and prints how many there were. */
  async function createCounter(script = 'console.log(runs)') {
    const file = join(await temporaryFolder(), 'runs');
    const count = `const f=require('fs'); f.appendFileSync(process.argv[1], 'x'); const runs=f.readFileSync(process.argv[1],'utf8').length;`;
    return createProgram(count + script, { args: [file] });
  }

  it('a value is used again for 60 seconds by the clock', async () => {
    const { clock, value } = await createCounter();
    expect(await value()).toBe('1');
    await clock.advance(59_999);
    expect(await value()).toBe('1');
    await clock.advance(1);
    expect(await value()).toBe('2');
  });

  it('who asks while the program runs waits for it: one fingerprint is enough', async () => {
    const { source } = await createCounter();
    const stop = new AbortController();
    const calls = [source.find('A'), source.find('A'), source.find('A', stop.signal)];
    stop.abort(new Error('stopped'));
    await expect(calls[2]).rejects.toThrow('stopped');
    const found = await Promise.all(calls.slice(0, 2));
    expect(found.map((one) => one?.secret.reveal())).toEqual(['1', '1']);
  });

  it('a clock that was set back makes no value last longer', async () => {
    const { clock, value } = await createCounter();
    await value();
    clock.set(clock.now() - 1);
    expect(await value()).toBe('2');
  });

  it('a failure is not remembered', async () => {
    const { value } = await createCounter('if (runs === 1) process.exit(1); console.log(runs)');
    await failureOf(value());
    expect(await value()).toBe('2');
  });

  const HANG = "require('fs').writeFileSync(process.argv[1], String(process.pid)); setInterval(() => {}, 1000)";

  async function createHanging(script = HANG) {
    const file = join(await temporaryFolder(), 'pid');
    const pid = async () => {
      for (;;) {
        const text = await readFile(file, 'utf8').catch(() => '');
        if (text !== '') return Number(text);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    return { ...createProgram(script, { args: [file] }), pid };
  }

  const isRunning = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('a program that takes 30 seconds is ended', async () => {
    const { clock, value, pid } = await createHanging();
    const failure = failureOf(value());
    const running = await pid();
    await clock.advance(29_999);
    expect(isRunning(running)).toBe(true);
    await clock.advance(1);
    expect((await failure).message).toContain('more than 30 seconds');
    expect(isRunning(running)).toBe(false);
    expect(clock.sleepers).toBe(0);
  });

  it('one that will not end is made to after two more', async () => {
    const { clock, value, pid } = await createHanging(`process.on('SIGTERM', () => {}); ${HANG}`);
    const failure = failureOf(value());
    const running = await pid();
    await clock.advance(30_000);
    expect(isRunning(running)).toBe(true);
    await clock.advance(2_000);
    expect((await failure).message).toContain('more than 30 seconds');
    expect(isRunning(running)).toBe(false);
  });

  it('an aborted signal ends the program, and the call with its reason', async () => {
    const { source, pid } = await createHanging();
    const stop = new AbortController();
    const call = source.find('A', stop.signal);
    const running = await pid();
    stop.abort(new Error('stopped'));
    await expect(call).rejects.toThrow('stopped');
    expect(isRunning(running)).toBe(false);
    await expect(source.find('A', stop.signal)).rejects.toThrow('stopped');
  });

  it('what the program has left behind is not waited for', async () => {
    const script = `const c = require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit', detached: true });
      require('fs').writeFileSync(process.argv[1], String(c.pid)); c.unref(); console.log('planted')`;
    const { clock, value, pid } = await createHanging(script);
    const call = value();
    const left = await pid();
    onTestFinished(() => void process.kill(left));
    // Its deadline, and the patience that begins when it has ended.
    while (clock.sleepers < 2) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(2_000);
    expect(await call).toBe('planted');
  });
});

it('a program of a project that is not allowed is refused, and not run', async () => {
  const spec: SecretSpec = { ...specWith(undefined), withheld: ['command'], from: '/srv/app/wicketgate.secrets.json' };
  const source = createCommandSource({ specs: [spec], env: {}, platform: process.platform, clock: createFakeClock() });
  const error = await failureOf(source.find('A'));
  expect(error).toMatchObject({ code: 'not_allowed', secretName: 'A' });
  expect(error.message).toContain('/srv/app/wicketgate.secrets.json');
  expect(error.hint).toContain('wicketgate secrets allow');
});
