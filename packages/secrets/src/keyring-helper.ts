import { randomUUID } from 'node:crypto';
import { serveKeyring } from './node/keyring/helper-loop.ts';

serveKeyring({
  input: process.stdin,
  output: process.stdout,
  load: () => import('@napi-rs/keyring'),
  uniqueName: randomUUID,
  // `process.exit` would wait for the thread of a call that hangs, and this process would outlive its parent.
  end: () => {
    process.kill(process.pid, 'SIGKILL');
  },
});
