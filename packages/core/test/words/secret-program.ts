/** A program of its own that prints a secret in the way that its argument names. The value comes in as a variable. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { BroadcastChannel, isMainThread, Worker, workerData } from 'node:worker_threads';
import { Secret } from '../../src/words/secret.ts';

const secret = new Secret(process.env['PLANTED'] ?? '');
const holder = { secret, list: [secret], map: new Map([[secret, secret]]), set: new Set([secret]) };
const failure = () => Object.assign(new Error(`of ${String(secret)}`, { cause: secret }), { secret, holder });

const WAYS: Record<string, () => unknown> = {
  console: printToConsole,
  thrown: () => {
    throw failure();
  },
  'thrown by itself': () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what happens to it is the question
    throw secret;
  },
  'thrown among others': () => {
    throw new AggregateError([failure(), secret], 'several');
  },
  rejected: () => Promise.reject(failure()),
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what happens to it is the question
  'rejected by itself': () => Promise.reject(secret),
  'a failed comparison': () => {
    assert.deepEqual({ ...holder, other: secret }, { ...holder, other: new Secret('another'), more: 1 });
  },
  'a warning': () => {
    process.emitWarning(failure());
    process.emitWarning(String(secret), { detail: String(secret) });
  },
  'a report': () => {
    const { environmentVariables, ...report } = process.report.getReport(failure()) as Record<string, unknown>;
    assert.ok(environmentVariables);
    console.log(JSON.stringify(report));
  },
  'an error of a worker': () => new Worker(import.meta.filename, { argv: ['thrown in a worker'] }),
  'thrown in a worker': () => {
    throw failure();
  },
  'data of a worker': () => {
    const worker = new Worker(import.meta.filename, { argv: ['what a worker got'], workerData: holder });
    worker.postMessage(holder);
  },
  'what a worker got': () => {
    console.log(isMainThread, inspect(workerData, { showHidden: true, depth: 9 }));
  },
  'a broadcast': () => {
    const [sender, receiver] = [new BroadcastChannel('secrets'), new BroadcastChannel('secrets')];
    receiver.onmessage = ({ data }: { data: unknown }) => {
      console.log(inspect(data, { showHidden: true, depth: 9 }));
      sender.close();
      receiver.close();
    };
    sender.postMessage(holder);
  },
};

function printToConsole(): void {
  for (const way of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'group'] as const) {
    console[way](secret, holder, failure());
    console[way]('%s %d %i %f %j %o %O %c', secret, secret, secret, secret, secret, secret, secret, secret);
  }
  console.dir(holder, { showHidden: true, depth: null, colors: true });
  console.dirxml(secret, holder);
  console.table([holder, { secret }]);
  console.table(holder);
  console.assert(false, secret, holder);
  console.count(String(secret));
}

void WAYS[process.argv[2] ?? '']?.();
