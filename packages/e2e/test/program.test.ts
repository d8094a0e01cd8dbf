import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { supportedEnvironment, terminalEnvironment } from '../src/environment.ts';
import { run, start, succeed } from '../src/program.ts';
import { workspaceRoot } from '../src/workspace.ts';

const node = (script: string) => [process.execPath, ['-e', script]] as const;

describe('A program', () => {
  test('answers its exit code and both outputs, whatever they are', async () => {
    const outcome = await run(...node('console.log("out"); console.error("err"); process.exitCode = 3'));
    expect(outcome).toEqual({ code: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  test('reads the input that it is given, and its end', async () => {
    const { stdout } = await run(...node('process.stdin.pipe(process.stdout)'), { input: 'words' });
    expect(stdout).toBe('words');
  });

  test('that must succeed is reported with all that it said when it does not', async () => {
    await expect(succeed(...node('console.error("why"); process.exit(1)'))).rejects.toThrow(/ended with 1:\n\nwhy/);
  });

  test('that cannot be started is reported', async () => {
    await expect(run('no-such-program-here', [])).rejects.toThrow('ENOENT');
  });

  test('is killed when it takes longer than it may', async () => {
    const outcome = await run(...node('setInterval(() => {}, 1000)'), { timeoutMs: 300 });
    expect(outcome.code).toBeNull();
  });

  test('is waited for until it says what is expected, in either output', async () => {
    const program = start(...node('console.error("port 4711"); setInterval(() => {}, 1000)'));
    expect((await program.waitFor(/port (\d+)/))[1]).toBe('4711');
    await program.stop();
  });

  test('that ends without saying it fails the wait at once', async () => {
    const program = start(...node('console.log("something else")'));
    await expect(program.waitFor(/port/)).rejects.toThrow(/The program ended before \/port\/:\nsomething else/);
  });

  test('is stopped with everything that it started', async () => {
    const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })`;
    const program = start(...node(`console.log(${child}.pid); setInterval(() => {}, 1000)`));
    await program.waitFor(/\d+/);
    // The end is only seen when the last process that holds the standard output has ended.
    expect((await program.stop()).code).toBeNull();
  });
});

describe("The environment of a person's terminal", () => {
  test('has nothing that the runners of this test left behind', () => {
    vi.stubEnv('npm_config_userconfig', '/elsewhere/.npmrc');
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
    vi.stubEnv('WICKETGATE_API_KEY', 'left behind');
    const env = terminalEnvironment({ WICKETGATE_URL: 'http://127.0.0.1:9' });
    vi.unstubAllEnvs();
    expect(env).not.toHaveProperty('npm_config_userconfig');
    expect(env).not.toHaveProperty('WICKETGATE_API_KEY');
    expect(env).not.toHaveProperty('VITEST');
    expect(env).toMatchObject({ npm_config_registry: 'http://127.0.0.1:9/', WICKETGATE_URL: 'http://127.0.0.1:9' });
  });

  test('finds no program of the workspace, unless a supported Node is asked for', async () => {
    vi.stubEnv('PATH', [path.join(workspaceRoot, 'node_modules/.bin'), '/usr/bin', '/bin'].join(path.delimiter));
    expect(terminalEnvironment()['PATH']).toBe(['/usr/bin', '/bin'].join(path.delimiter));
    vi.unstubAllEnvs();
    const { stdout } = await run('node', ['--version'], { env: supportedEnvironment() });
    expect(stdout.trim()).toBe(process.version);
  });
});
