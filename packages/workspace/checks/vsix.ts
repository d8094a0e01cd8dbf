import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pnpmCommand } from '../launcher/install.mjs';
import { runProgram } from './tool.ts';
import { zipEntries, type ZipEntry } from './zip.ts';

/** What the package may weigh, screenshots left out: 150 KB of 1,024 bytes may be the client of MCP. */
const MOST_BYTES = 265_000;
const SCREENSHOTS = 'extension/media/screenshots/';

/** Everything that is packaged, and nothing else. */
const FILES: readonly string[] = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/PRIVACY.md',
  'extension/changelog.md',
  'extension/dist/extension.cjs',
  'extension/dist/l10n/bundle.l10n.de.json',
  'extension/dist/l10n/bundle.l10n.json',
  'extension/dist/tools.cjs',
  'extension/icon.png',
  'extension/media/gate.svg',
  'extension/media/walkthrough/account.svg',
  'extension/media/walkthrough/gateway.svg',
  'extension/media/walkthrough/key.svg',
  'extension/package.json',
  'extension/package.nls.de.json',
  'extension/package.nls.json',
  'extension/readme.md',
];

/** API keys of any brand, tokens of GitHub and npm, private keys. */
const SECRETS = [
  /[a-z0-9]_(?:live|test)_[0-9A-Za-z]{48}/,
  /\b(?:gh[pousr]|github_pat|npm)_[0-9A-Za-z_]{36,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** Packages an extension by its own script, and tells what is wrong with the VSIX: each fault as a sentence. */
export async function vsixFaults(root: string, folder: string): Promise<string[]> {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  const [pnpm, ...before] = pnpmCommand(packageManager, process.env['npm_config_user_agent']);
  const packed = await runProgram(path.join(root, folder), pnpm, [...before, 'run', 'package']);
  if (!packed.ok) return [`It could not be packaged: ${packed.output}`];
  const dist = path.join(root, folder, 'dist');
  const files = readdirSync(dist).filter((file) => file.endsWith('.vsix'));
  const [file] = files;
  if (file === undefined || files.length > 1) return [`There must be one VSIX in ${folder}/dist, not ${files.length}.`];
  const source = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as ExtensionManifest;
  return archiveFaults(readFileSync(path.join(dist, file)), source);
}

/** The members of an extension's manifest that are checked. */
export interface ExtensionManifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
  readonly main?: string;
}

/** What is wrong with an archive, given the manifest that it was made from. */
export function archiveFaults(archive: Buffer, source: ExtensionManifest): string[] {
  const entries = zipEntries(archive);
  const named = entries.filter(({ name }) => !name.startsWith(SCREENSHOTS));
  return [
    ...sizeFaults(archive, entries),
    ...listFaults(named.map(({ name }) => name)),
    ...named.flatMap(contentFaults),
    ...identityFaults(named, source),
  ];
}

function sizeFaults(archive: Buffer, entries: readonly ZipEntry[]): string[] {
  const screenshots = entries.filter(({ name }) => name.startsWith(SCREENSHOTS));
  const weight = screenshots.reduce((rest, { packedLength }) => rest - packedLength, archive.length);
  return weight <= MOST_BYTES
    ? []
    : [`The VSIX has ${weight} bytes without its screenshots; the most is ${MOST_BYTES}.`];
}

function listFaults(names: readonly string[]): string[] {
  return [
    ...names.filter((name) => !FILES.includes(name)).map((name) => `${name} is not for packaging.`),
    ...FILES.filter((name) => !names.includes(name)).map((name) => `${name} is missing.`),
  ];
}

function contentFaults({ name, bytes }: ZipEntry): string[] {
  const text = bytes.toString('latin1');
  return [
    ...(SECRETS.some((pattern) => pattern.test(text)) ? [`${name} holds what looks like a secret.`] : []),
    ...(/\/[/*][#@] ?sourceMappingURL=/.test(text) ? [`${name} names a source map.`] : []),
  ];
}

function identityFaults(entries: readonly ZipEntry[], source: ExtensionManifest): string[] {
  const textOf = (wanted: string) => entries.find(({ name }) => name === wanted)?.bytes.toString('utf8');
  const { publisher, name, version, main } = JSON.parse(
    textOf('extension/package.json') ?? '{}',
  ) as Partial<ExtensionManifest>;
  const [identity = ''] = /<Identity [^>]*>/.exec(textOf('extension.vsixmanifest') ?? '') ?? [];
  const wanted = [`Id="${source.name}"`, `Version="${source.version}"`, `Publisher="${source.publisher}"`];
  const same = publisher === source.publisher && name === source.name && version === source.version;
  const program = main === undefined ? undefined : path.posix.join('extension', main);
  return [
    ...(same ? [] : ['The packaged manifest names another extension.']),
    ...wanted.filter((attribute) => !identity.includes(` ${attribute}`)).map((each) => `The identity lacks ${each}.`),
    ...(entries.some((entry) => entry.name === program)
      ? []
      : ['The packaged manifest names no program that is there.']),
  ];
}
