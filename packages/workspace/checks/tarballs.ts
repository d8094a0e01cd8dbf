import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { pnpmCommand } from '../launcher/install.mjs';
import type { Manifest, Package } from './publishable.ts';
import { runProgram, runTool } from './tool.ts';

const REGISTRY = 'https://npm.pkg.github.com';
const ALLOWED =
  /^package\/(?:dist\/.+|data\/(?:words-[\w-]+\.bin|NOTICE)|l10n\/bundle\.l10n(?:\.[\w-]+)?\.json|FORMAT\.md|(?:secrets|sign-in)\.schema\.json|README\.md|LICENSE|package\.json)$/;
/** What only makes sense inside the workspace. */
const WORKSPACE_ONLY = /workspace:|catalog:|\/source"/;

/** Packs a package as it would be published, and tells what is wrong with the tarball: each fault as a sentence. */
export async function tarballFaults(
  root: string,
  { folder, name, manifest }: Package,
  into: string,
): Promise<string[]> {
  const destination = path.join(into, path.basename(folder));
  mkdirSync(destination, { recursive: true });
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  const [pnpm, ...before] = pnpmCommand(packageManager, process.env['npm_config_user_agent']);
  const packed = await runProgram(path.join(root, folder), pnpm, [
    ...before,
    'pack',
    '--pack-destination',
    destination,
  ]);
  const [file] = readdirSync(destination).filter((each) => each.endsWith('.tgz'));
  if (!packed.ok || file === undefined) return [`${name} could not be packed: ${packed.output}`];
  const tarball = path.join(destination, file);
  const faults = await Promise.all([
    contentFaults(tarball),
    manifestFaults(tarball),
    publintFaults(tarball),
    typeFaults(root, tarball, dataEntries(manifest)),
  ]);
  return faults.flat().map((fault) => `${name}: ${fault}`);
}

async function contentFaults(tarball: string): Promise<string[]> {
  const { output } = await runProgram(path.dirname(tarball), 'tar', ['-tzf', path.basename(tarball)]);
  const files = output.split(/\r?\n/);
  const missing = ['package/README.md', 'package/LICENSE'].filter((file) => !files.includes(file));
  return [
    ...files
      .filter((file) => !ALLOWED.test(file))
      .map((file) => `the tarball holds ${file}, which is not for publishing.`),
    ...missing.map((file) => `the tarball lacks ${file}.`),
  ];
}

async function manifestFaults(tarball: string): Promise<string[]> {
  const parameters = ['-xzOf', path.basename(tarball), 'package/package.json'];
  const { output } = await runProgram(path.dirname(tarball), 'tar', parameters);
  return packedManifestFaults(output);
}

/** What is wrong with a `package.json` as it was packed. */
export function packedManifestFaults(text: string): string[] {
  const manifest = JSON.parse(text) as Manifest;
  const wanted: [boolean, string][] = [
    [
      !WORKSPACE_ONLY.test(text),
      'the manifest still speaks of the workspace (workspace:, catalog: or the source condition).',
    ],
    [manifest.license === 'MIT', 'the manifest names no licence.'],
    [manifest.repository?.directory !== undefined, 'the manifest does not say where its source is.'],
    [manifest.publishConfig?.registry === REGISTRY, `the manifest is not for ${REGISTRY}.`],
    [manifest.type === 'module', 'the package is not ESM.'],
    [manifest.engines?.node !== undefined, 'the manifest does not say which Node it needs.'],
  ];
  return wanted.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}

async function publintFaults(tarball: string): Promise<string[]> {
  const { buffer } = new Uint8Array(readFileSync(tarball));
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`);
}

/** Our packages are ESM only, which the default profile takes for a fault. */
async function typeFaults(root: string, tarball: string, withoutTypes: readonly string[]): Promise<string[]> {
  const excluded = withoutTypes.length === 0 ? [] : ['--exclude-entrypoints', ...withoutTypes];
  const parameters = [tarball, '--profile', 'esm-only', '--no-color', '--no-emoji', ...excluded];
  const { ok, output } = await runTool(root, '@arethetypeswrong/cli#attw', parameters);
  return ok ? [] : [`attw: ${output}`];
}

/** Entries that are read as files, and have no types. */
function dataEntries({ exports = {} }: Manifest): string[] {
  return Object.keys(exports).filter((entry) => entry.endsWith('.bin'));
}
