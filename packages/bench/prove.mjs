import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../workspace/launcher/paths.mjs';
import { launch } from './launch.mjs';

// Proofs run what is shipped, so it must be there: this does nothing when it is.
const build = spawnSync(process.execPath, [path.join(ROOT, 'packages/workspace/run.mjs'), 'build'], {
  stdio: 'inherit',
});
if (build.status === 0) launch('proofs/main.ts');
else process.exitCode = build.status ?? 1;
