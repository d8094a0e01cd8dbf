import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles, PackageManager } from '@vscode/vsce';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildExtension, packageStage, stageExtension } from '../scripts/vsix.ts';

/** Bytes. */
const LIMIT = 300_000;

const folder = fileURLToPath(new URL('..', import.meta.url));

function temporaryFolder(): string {
  const target = mkdtempSync(path.join(tmpdir(), 'wicketgate-extension-'));
  onTestFinished(() => rmSync(target, { recursive: true, force: true }));
  return target;
}

/** All that is packaged. Screenshots are not: the README takes them from the repository. */
const PACKAGED = [
  'CHANGELOG.md',
  'LICENSE',
  'PRIVACY.md',
  'README.md',
  'dist/extension.cjs',
  'dist/l10n/bundle.l10n.de.json',
  'dist/l10n/bundle.l10n.json',
  'icon.png',
  'media/gate.svg',
  'media/walkthrough/account.svg',
  'media/walkthrough/gateway.svg',
  'media/walkthrough/key.svg',
  'package.json',
  'package.nls.de.json',
  'package.nls.json',
];

describe('the package', () => {
  it('holds what is named and nothing else, whatever lies about, in 300 KB', async () => {
    const [build, stage, target] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    buildExtension(folder, build);
    stageExtension(folder, build, stage);
    const strangers = ['.env', 'dist/extension.cjs.map', 'media/screenshots/welcome.png', 'src/key.ts', 'old.vsix'];
    for (const name of strangers) {
      mkdirSync(path.dirname(path.join(stage, name)), { recursive: true });
      writeFileSync(path.join(stage, name), 'A stranger.');
    }
    const files = await listFiles({ cwd: stage, packageManager: PackageManager.None });
    expect(files.map((file) => file.replaceAll('\\', '/')).sort()).toEqual(PACKAGED);

    const { size } = statSync(await packageStage(stage, target));
    console.info(`The VSIX has ${size} bytes, the limit is ${LIMIT}.`);
    expect(size).toBeLessThanOrEqual(LIMIT);
  });

  it('has a manifest without what the workspace alone needs', () => {
    const [build, stage] = [temporaryFolder(), temporaryFolder()];
    stageExtension(folder, build, stage);
    const shipped = readFileSync(path.join(stage, 'package.json'), 'utf8');
    expect(JSON.parse(shipped)).toMatchObject({
      name: 'wicketgate',
      publisher: 'wicketgate',
      main: './dist/extension.cjs',
    });
    expect(shipped).not.toMatch(/workspace:|catalog:|"scripts"|"private"/);
  });

  it('carries the license of the repository', () => {
    const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
    expect(read('LICENSE')).toBe(read('../../LICENSE'));
  });

  it('has an icon of 256 pixels', () => {
    const icon = readFileSync(path.join(folder, 'icon.png'));
    expect(icon.subarray(1, 4).toString()).toBe('PNG');
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([256, 256]);
  });
});

describe('the bundle', () => {
  it('needs VS Code and Node alone, holds no second network stack, and runs no text as code', () => {
    const { code, inputs, imports } = bundled();
    const modules = inputs.flatMap((name) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []);
    expect([...new Set(modules)].sort()).toEqual(['oauth4webapi', 'zod']);
    const node = ['node:child_process', 'node:crypto', 'node:fs', 'node:fs/promises', 'node:os', 'node:path'];
    expect(imports).toEqual([...node, 'vscode']);
    expect(code).not.toMatch(/\beval\(|\bFunction\b|\bnode:http/);
    // One place alone runs a program: the wicketgate command, where the person chose that.
    expect(code.match(/child_process/g)).toHaveLength(1);
    expect(code).not.toMatch(/\.(?:execSync|execFileSync|spawn|spawnSync|fork)\)?\(/);
    expect(code).not.toContain('sourceMappingURL');
    // The kit comes from its sources: what is built from older ones is never packaged.
    expect(inputs.some((name) => name.endsWith('packages/vscode-kit/src/create-gate.ts'))).toBe(true);
  });
});

interface Metafile {
  readonly inputs: object;
  readonly outputs: Record<string, { readonly imports: { readonly path: string; readonly external?: boolean }[] }>;
}

function bundled(): { code: string; inputs: string[]; imports: string[] } {
  const target = temporaryFolder();
  buildExtension(folder, target, ['--metafile']);
  const code = readFileSync(path.join(target, 'extension.cjs'), 'utf8');
  const { inputs, outputs } = JSON.parse(readFileSync(path.join(target, 'metafile-cjs.json'), 'utf8')) as Metafile;
  const imports = Object.values(outputs).flatMap((output) => output.imports.map((each) => each.path));
  return { code, inputs: Object.keys(inputs), imports: [...new Set(imports)].sort() };
}
