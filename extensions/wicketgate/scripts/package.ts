// Builds the extension and makes the one .vsix in dist.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildExtension, packageStage, stageExtension } from './vsix.ts';

const folder = path.join(import.meta.dirname, '..');
const dist = path.join(folder, 'dist');
const stage = mkdtempSync(path.join(tmpdir(), 'wicketgate-vsix-'));
try {
  buildExtension(folder, dist);
  stageExtension(folder, dist, stage);
  await packageStage(stage, dist);
} finally {
  rmSync(stage, { recursive: true, force: true });
}
