import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { Secret, systemClock } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  createProgramRunner,
  type ProgramRunnerOptions,
  startFailureCode,
} from '../../../src/node/run/program-runner.ts';
import { SecretsError } from '../../../src/words/errors.ts';

const VALUE = 'tok_0123456789abcdef';
const isWindows = process.platform === 'win32';
const NO_SIGNALS = 'Windows has no such signals';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wicketgate-run-'));
});
afterAll(() => rm(folder, { recursive: true }));

function collector(): Writable & { text(): string } {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return Object.assign(sink, { text: () => Buffer.concat(chunks).toString() });
}

interface RunOptions extends Partial<Omit<ProgramRunnerOptions, 'stdio'>> {
  readonly command?: readonly [string, ...string[]];
  readonly stdout?: NodeJS.WritableStream;
  readonly signal?: AbortSignal;
  readonly values?: Record<string, string>;
  readonly known?: readonly string[];
}

/** Runs a script of Node in a child. */
function run(script: string, options: RunOptions = {}) {
  const { command, signal, values = { TOKEN: VALUE }, known, stdout, ...rest } = options;
  const out = collector();
  const err = collector();
  const runner = createProgramRunner({
    env: process.env,
    platform: process.platform,
    clock: systemClock,
    stdio: { stdin: 'ignore', stdout: stdout ?? out, stderr: err },
    mask: true,
    ...rest,
  });
  const ended = runner({
    command: command ?? [process.execPath, '-e', script],
    secrets: new Map(Object.entries(values).map(([name, value]) => [name, new Secret(value)])),
    ...(known && { known }),
    ...(signal && { signal }),
  });
  return { ended, out, err };
}

describe('A program that is run with secrets', () => {
  it('finds them in its environment, and not the key that opens all of them', async () => {
    const { ended, out } = run(
      'console.log(process.env.TOKEN.length, process.env.WICKETGATE_MASTER_KEY, process.env.OTHER)',
      { env: { ...process.env, WICKETGATE_MASTER_KEY: 'key', OTHER: 'kept' } },
    );
    expect(await ended).toBe(0);
    expect(out.text()).toBe(`${VALUE.length} undefined kept\n`);
  });

  it('has them hidden in both outputs, each in its order', async () => {
    const script = `
      const token = process.env.TOKEN;
      process.stdout.write('a ' + token.slice(0, 5), () => process.stdout.write(token.slice(5) + ' b\\n'));
      process.stderr.write('c ' + Buffer.from(token).toString('base64') + ' d\\n');`;
    const { ended, out, err } = run(script);
    expect(await ended).toBe(0);
    expect(out.text()).toBe('a [redacted] b\n');
    expect(err.text()).toBe('c [redacted] d\n');
  });

  it('has hidden as well what it inherits under a known name, and nothing of the rest', async () => {
    const env = { ...process.env, OTHER_TOKEN: 'inherited-value-1', TOKEN: 'replaced-value-2', PLAIN: 'plain-value-3' };
    const script = 'console.log(process.env.OTHER_TOKEN, process.env.TOKEN, process.env.PLAIN, "replaced-value-2")';
    const { ended, out } = run(script, { env, known: ['OTHER_TOKEN', 'TOKEN'] });
    await ended;
    expect(out.text()).toBe('[redacted] [redacted] plain-value-3 replaced-value-2\n');
  });

  it('is told of as not fully hidden before it starts, when a secret is too short', async () => {
    const told: string[][] = [];
    const out = collector();
    const { ended } = run('console.log("started")', {
      values: { PIN: '123', TOKEN: VALUE },
      stdout: out,
      onUnmaskable: (names) => told.push([...names, out.text()]),
    });
    await ended;
    expect(told).toEqual([['PIN', '']]);
  });

  it('keeps the bytes of what is no text', async () => {
    const stdout = new PassThrough();
    const { ended } = run('process.stdout.write(Buffer.from([255, 0, 195, 40, 10]))', { stdout });
    await ended;
    expect(stdout.read()).toEqual(Buffer.from([255, 0, 195, 40, 10]));
  });

  it('loses nothing of a long output to a slow reader', async () => {
    const sizes: number[] = [];
    const stdout = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        sizes.push(chunk.length);
        setImmediate(done);
      },
    });
    const { ended } = run('process.stdout.write("x".repeat(3_000_000) + process.env.TOKEN + "\\n")', { stdout });
    expect(await ended).toBe(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3_000_000 + '[redacted]\n'.length);
  });

  it('goes on, and its end is told, when nobody reads its output any more', async () => {
    const stdout = new Writable({
      write(_chunk, _encoding, done) {
        done(new Error('EPIPE'));
      },
    });
    const { ended } = run('process.stdout.on("error", () => process.exit(9)); setInterval(() => console.log("x"), 5)', {
      stdout,
    });
    expect(await ended).toBe(9);
  });

  it.each([0, 1, 42, 255])('gives its exit code %i', async (code) => {
    expect(await run(`process.exit(${code})`).ended).toBe(code);
  });

  it('gives 128 and the number of the signal that ended it', async (context) => {
    context.skip(isWindows, NO_SIGNALS);
    expect(await run('process.kill(process.pid, "SIGKILL")').ended).toBe(137);
    expect(await run('process.kill(process.pid, "SIGINT"); setInterval(() => {}, 1000)').ended).toBe(130);
  });

  it('gets its arguments as they are: no shell reads them', async () => {
    const args = ['$TOKEN', '`id`', '; exit 3', '*', 'two words', ''];
    const { ended, out } = run('', {
      command: [process.execPath, '-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', ...args],
    });
    expect(await ended).toBe(0);
    expect(JSON.parse(out.text())).toEqual(args);
  });

  it('is not started for a secret whose name decides what is run', async () => {
    const { ended, out } = run('console.log("started")', { values: { NODE_OPTIONS: '--require=./x' } });
    await expect(ended).rejects.toMatchObject({ code: 'invalid_name' });
    expect(out.text()).toBe('');
  });
});

describe('A program that cannot be started', () => {
  const failureOf = async (...command: [string, ...string[]]) =>
    run('', { command }).ended.then(
      () => undefined,
      (error: unknown) => (SecretsError.isInstance(error) ? error : undefined),
    );

  it('because it is nowhere is told with the code 127', async () => {
    for (const name of ['no-such-program-here', join(folder, 'nowhere')]) {
      const failure = await failureOf(name);
      expect(failure).toMatchObject({ code: 'program_failed', message: `The program ${name} was not found.` });
      expect(failure && startFailureCode(failure)).toBe(127);
    }
  });

  it('because it is no program is told with the code 126', async (context) => {
    context.skip(isWindows, 'Windows has no permission to run');
    const file = join(folder, 'plain');
    await writeFile(file, 'x');
    await chmod(file, 0o644);
    for (const name of [file, folder]) {
      const failure = await failureOf(name);
      expect(failure).toMatchObject({ code: 'program_failed', message: `The program ${name} could not be started.` });
      expect(failure && startFailureCode(failure)).toBe(126);
    }
  });

  it('says nothing of the secrets that it would have got', async () => {
    const failure = await failureOf('no-such-program-here');
    expect(JSON.stringify([failure, failure?.cause, failure?.stack])).not.toContain(VALUE);
  });
});

describe('A program whose caller gives up', () => {
  it('is not started any more', async () => {
    const { ended } = run('', { signal: AbortSignal.abort(new Error('enough')) });
    await expect(ended).rejects.toThrow('enough');
  });

  it('is asked to end, and its own end counts', async (context) => {
    context.skip(isWindows, NO_SIGNALS);
    const abort = new AbortController();
    const stdout = new PassThrough();
    const { ended } = run(
      'process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1000); console.log("up")',
      {
        signal: abort.signal,
        stdout,
      },
    );
    stdout.once('data', () => {
      abort.abort();
    });
    expect(await ended).toBe(7);
  });

  it('is made to end when it does not within its time', async (context) => {
    context.skip(isWindows, NO_SIGNALS);
    const abort = new AbortController();
    const clock = createFakeClock();
    const stdout = new PassThrough();
    const { ended } = run(
      'process.on("SIGTERM", () => console.log("no")); setInterval(() => {}, 1000); console.log("up")',
      {
        signal: abort.signal,
        stdout,
        clock,
        patienceMs: 3_000,
      },
    );
    await heard(stdout, 'up');
    abort.abort();
    await heard(stdout, 'no');
    await clock.advance(2_999);
    expect(clock.sleepers).toBe(1);
    await clock.advance(1);
    expect(await ended).toBe(137);
  });
});

describe('A program that is sent signals', () => {
  const LISTENS =
    'for (const name of ["SIGTERM", "SIGHUP"]) process.on(name, () => console.log(name));' +
    'process.on("SIGUSR2", () => process.exit(7)); setInterval(() => {}, 1000); console.log("up")';

  it('gets each as it came, is never made to end, and is left alone once it has ended', async (context) => {
    context.skip(isWindows, NO_SIGNALS);
    const clock = createFakeClock();
    const stdout = new PassThrough();
    const listeners: ((signal: NodeJS.Signals) => void)[] = [];
    const { ended } = run(LISTENS, {
      clock,
      stdout,
      takeSignals: (listener) => {
        listeners.push(listener);
        return () => void listeners.pop();
      },
    });
    await heard(stdout, 'up');
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGTERM'] as const) {
      listeners[0]?.(signal);
      await heard(stdout, signal);
    }
    await clock.advance(600_000);
    listeners[0]?.('SIGUSR2');
    expect(await ended).toBe(7);
    expect(listeners).toEqual([]);
  });

  it('takes no signals over when it cannot be started', async () => {
    let taken = 0;
    const takeSignals = () => {
      taken++;
      return () => undefined;
    };
    await expect(run('', { command: ['no-such-program-here'], takeSignals }).ended).rejects.toThrow();
    expect(taken).toBe(0);
  });
});

describe('A program whose own children hold its output open', () => {
  const PARENT = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { stdio: 'inherit', detached: true });
    console.log(child.pid, process.env.TOKEN);
    child.unref();`;

  it('has ended when it has ended, once what it wrote is shown', async () => {
    const clock = createFakeClock();
    const { ended, out } = run(PARENT, { clock, graceMs: 400 });
    try {
      // One wait for each output: the program has ended.
      await vi.waitFor(() => {
        expect(clock.sleepers).toBe(2);
      }, 10_000);
      await clock.advance(399);
      expect(clock.sleepers).toBe(2);
      await clock.advance(1);
      expect(await ended).toBe(0);
      expect(out.text()).toMatch(/^\d+ \[redacted\]\n$/);
    } finally {
      process.kill(Number.parseInt(out.text(), 10));
    }
  });
});

async function heard(stream: PassThrough, word: string): Promise<void> {
  await vi.waitFor(() => {
    expect(String(stream.read() ?? '')).toContain(word);
  }, 10_000);
}
