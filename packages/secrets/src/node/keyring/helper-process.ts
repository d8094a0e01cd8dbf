import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { SecretsError } from '../../words/errors.ts';
import { eachLine } from './lines.ts';
import { type HelperAnswer, type HelperRequest, parseAnswer } from './messages.ts';

export interface HelperProcessOptions {
  readonly program: URL;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What it talks to, for people. */
  readonly backend: string;
}

/** `Omit` of each member of the union by itself. */
export type Unnumbered<R> = R extends unknown ? Omit<R, 'id'> : never;

/** The process that talks to the keyring: started by the first request, and again by the first after its end. */
export interface HelperProcess {
  /** Asks, once the answer to the request before has come. */
  ask(request: Unnumbered<HelperRequest>): Promise<HelperAnswer>;
  /** Whether it was ended, or never started. */
  readonly idle: boolean;
  /** Somebody waits for it: it keeps this process alive until as many have been let go. */
  hold(): void;
  letGo(): void;
  /** Ends it, whatever it is doing. Resolves once it is gone. */
  kill(): Promise<void>;
}

export function createHelperProcess(options: HelperProcessOptions): HelperProcess {
  let running: Running | undefined;
  let waiting = 0;
  let lastId = 0;

  const start = () => {
    const started = startHelper(options, () => {
      if (running === started) running = undefined;
    });
    running = started;
    started.keepAlive(waiting > 0);
    return started;
  };
  const hold = (by: number) => {
    waiting += by;
    running?.keepAlive(waiting > 0);
  };

  return {
    ask: async (request) => (running ?? start()).ask({ ...request, id: ++lastId }),
    get idle() {
      return running === undefined;
    },
    hold: () => hold(1),
    letGo: () => hold(-1),
    kill: async () => {
      const ending = running;
      running = undefined;
      // Whoever awaits this must hear of it, also when nothing else keeps the process alive.
      ending?.keepAlive(true);
      ending?.child.kill('SIGKILL');
      await ending?.ended;
    },
  };
}

interface Running {
  readonly child: Child;
  readonly ended: Promise<void>;
  ask(request: HelperRequest): Promise<HelperAnswer>;
  keepAlive(yes: boolean): void;
}
type Child = ChildProcessByStdio<Writable, Readable, null>;

/** What keeps a process alive. */
type Handle = Pick<ChildProcess, 'ref' | 'unref'>;

interface Question {
  readonly id: number;
  readonly resolve: (answer: HelperAnswer) => void;
  readonly reject: (error: SecretsError) => void;
}

function startHelper(options: HelperProcessOptions, onEnd: () => void): Running {
  const { backend } = options;
  const child = spawnHelper(options);
  // The pipes of a child are sockets, which Node's types do not tell.
  const handles = [child, child.stdin, child.stdout] as unknown as readonly Handle[];
  let question: Question | undefined;
  let hasAnswered = false;

  const settle = (answer: HelperAnswer) => {
    hasAnswered = true;
    question?.resolve(answer);
    question = undefined;
  };
  const end = () => child.kill('SIGKILL');
  eachLine(child.stdout, {
    onLine: (line) => {
      const answer = parseAnswer(line);
      if (answer !== undefined && answer.id === question?.id) settle(answer);
      else end();
    },
    onTooLong: end,
  });
  // Its end says more than the write that found it gone.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<Error | undefined>((resolve) => {
    child.once('error', resolve).once('close', () => resolve(undefined));
  }).then((error) => {
    onEnd();
    question?.reject(error ? notStarted(backend, error) : endedEarly(backend, hasAnswered));
    question = undefined;
  });

  return {
    child,
    ended,
    ask: (request) =>
      new Promise((resolve, reject) => {
        question = { id: request.id, resolve, reject };
        child.stdin.write(`${JSON.stringify(request)}\n`);
      }),
    keepAlive: (yes) => {
      for (const handle of handles) {
        if (yes) handle.ref();
        else handle.unref();
      }
    },
  };
}

/** Throws a SecretsError where Node itself refuses: without the permission to start processes, or out of files. */
function spawnHelper({ program, env, backend }: HelperProcessOptions): Child {
  const file = fileURLToPath(program);
  let child: Child;
  try {
    child = spawn(process.execPath, [file], {
      // Not the caller's folder, which could not be deleted on Windows for as long as this runs.
      cwd: path.dirname(file),
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
  } catch (error) {
    throw notStarted(backend, error);
  }
  // An error that nobody listens to would end the whole program.
  child.on('error', () => undefined);
  // Out of files there are no pipes, which Node's types do not tell, and the error comes later.
  if ((child.stdin as Writable | undefined) === undefined) throw notStarted(backend, { code: 'EMFILE' });
  return child;
}

/** The system was short of something, which says nothing of the keyring: no lower source may take its place. */
const SHORTAGES: readonly unknown[] = ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM'];

function notStarted(backend: string, error: unknown): SecretsError {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (!SHORTAGES.includes(code)) return endedEarly(backend, false);
  return new SecretsError(
    'keyring_failed',
    `The process that talks to the ${backend} could not be started: ${String(code)}.`,
  );
}

/** One that never answered anything cannot run on this machine; one that did has crashed. */
function endedEarly(backend: string, hasAnswered: boolean): SecretsError {
  if (hasAnswered) {
    return new SecretsError('keyring_failed', `The process that talks to the ${backend} ended before it had answered.`);
  }
  return new SecretsError('keyring_unavailable', `The process that talks to the ${backend} does not run here.`, {
    hint: 'Keep secrets in the encrypted file, under a passphrase or WICKETGATE_MASTER_KEY.',
  });
}
