import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles, PackageManager } from '@vscode/vsce';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildExtension, packageStage, stageExtension } from '../scripts/vsix.ts';

/** Bytes: what the extension has without the client of MCP, and 150 KB for that. */
const LIMIT = 265_000;

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
  'dist/tools.cjs',
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
  it('holds what is named and nothing else, whatever lies about, in 265,000 bytes', async () => {
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

/** What a bundle may take of others, and what it asks of the host. */
const BUNDLES = {
  extension: {
    modules: ['oauth4webapi', 'zod'],
    imports: ['node:child_process', 'node:crypto', 'node:fs', 'node:fs/promises', 'node:os', 'node:path', 'vscode'],
  },
  tools: {
    modules: [
      '@modelcontextprotocol/client',
      '@modelcontextprotocol/core',
      '@noble/hashes',
      'eventsource-parser',
      'pkce-challenge',
      'zod',
    ],
    imports: ['node:crypto', 'node:fs', 'node:fs/promises', 'node:path'],
  },
} as const;

describe('the bundles', () => {
  const target = temporaryFolderOfAll();
  buildExtension(folder, target, ['--metafile']);
  const { outputs } = JSON.parse(readFileSync(path.join(target, 'metafile-cjs.json'), 'utf8')) as Metafile;
  const bundles = Object.entries(outputs).map(([name, output]) => {
    const code = readFileSync(path.join(target, path.basename(name)), 'utf8');
    return { name: path.basename(name, '.cjs') as keyof typeof BUNDLES, code, ...output };
  });

  it('are two', () => {
    expect(bundles.map(({ name }) => name).sort()).toEqual(['extension', 'tools']);
  });

  it.each(bundles)('$name: needs VS Code and Node alone, and holds no second network stack', (bundle) => {
    const used = Object.entries(bundle.inputs).flatMap(([name, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [name] : [],
    );
    const modules = used.flatMap((name) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []);
    const imports = bundle.imports.map((each) => each.path).filter((name) => name !== './tools.cjs');
    expect([...new Set(modules)].sort()).toEqual(BUNDLES[bundle.name].modules);
    expect([...new Set(imports)].sort()).toEqual(BUNDLES[bundle.name].imports);
    // Only what was found is shown: a bundle is one long line.
    expect(bundle.code.match(/\bnode:https?\b|sourceMappingURL/g)).toBeNull();
  });

  it.each(bundles)('$name: runs no text as code', ({ code }) => {
    expect(code.match(/\beval\(/g)).toBeNull();
    // Zod asks whether it may, and is never told to: its own compiler needs what a policy of the page could forbid.
    expect(code.match(/\bnew Function\((?!"")/g)).toBeNull();
  });

  it('run a program at one place alone: the wicketgate command, where the person chose that', () => {
    const code = bundles.map((bundle) => bundle.code).join('\n');
    expect(code.match(/child_process/g)).toHaveLength(1);
    expect(code.match(/\.(?:execSync|execFileSync|spawn|spawnSync|fork)\)?\(/g)).toBeNull();
  });

  it('come from the sources: what is built from older ones is never packaged', () => {
    const inputs = bundles.map((bundle) => Object.keys(bundle.inputs).join('\n'));
    expect(inputs[0]).toContain('packages/vscode-kit/src/create-gate.ts');
    expect(inputs[1]).toContain('packages/mcp-client/src/services/client/tool-client.ts');
  });

  it('leave the client of MCP to the second, which the first reads when it is wanted', () => {
    const first = bundles.find(({ name }) => name === 'extension');
    expect(Object.keys(first?.inputs ?? {}).filter((name) => name.includes('tool-client.ts'))).toEqual([]);
    expect(first?.code.match(/\.\/tools\.cjs/g)).toHaveLength(1);
  });
});

interface Metafile {
  readonly outputs: Record<
    string,
    {
      readonly inputs: Record<string, { readonly bytesInOutput: number }>;
      readonly imports: { readonly path: string; readonly external?: boolean }[];
    }
  >;
}

function temporaryFolderOfAll(): string {
  const target = mkdtempSync(path.join(tmpdir(), 'wicketgate-extension-'));
  afterAll(() => rmSync(target, { recursive: true, force: true }));
  return target;
}
