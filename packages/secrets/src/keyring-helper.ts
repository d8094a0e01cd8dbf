import { randomUUID } from 'node:crypto';
import { isMainThread, Worker } from 'node:worker_threads';
import { serveKeyring } from './node/keyring/helper-loop.ts';

// `process.exit` would wait for the thread of a call that hangs, and this process would outlive its parent.
const end = () => {
  process.kill(process.pid, 'SIGKILL');
};

if (isMainThread) {
  // Without a listener Node opens its inspector: every user of the machine could attach to it, and read each secret here.
  process.on('SIGUSR1', () => undefined);
  // The native module talks to the bus in the thread that it is called from, also before its promises: with that thread
  // hanging, nobody would see that the parent has gone.
  const worker = new Worker(new URL(import.meta.url), { stdin: true, stdout: true });
  if (worker.stdin) process.stdin.pipe(worker.stdin);
  // A module that ends its thread leaves nobody to answer.
  worker.once('exit', end);
  worker.stdout.pipe(process.stdout).once('error', end);
  process.stdin.once('close', end).once('error', end);
} else {
  serveKeyring({
    input: process.stdin,
    output: process.stdout,
    load: () => import('@napi-rs/keyring'),
    uniqueName: randomUUID,
    end,
  });
}
