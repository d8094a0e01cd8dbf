import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What of an extension's package.json the suites go by. */
export interface ExtensionManifest {
  readonly name: string;
  readonly publisher: string;
  readonly main: string;
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** An extension that VS Code activates in the place of the one under test, and that only hands out its context. */
export interface Carrier {
  readonly folder: string;
  readonly id: string;
  readonly manifest: ExtensionManifest;
  /** The bundle of the extension under test: the suites activate it, as often as they like. */
  readonly bundle: string;
}

const HAND_OUT = 'exports.activate = (context) => ({ context });\n';

/** Copies a built extension into `folder`: with all that its package.json declares, but inert. */
export async function createCarrier(extension: string, folder: string): Promise<Carrier> {
  const isShipped = (file: string) => !/^(?:node_modules|src|test)$/.test(path.relative(extension, file));
  await cp(extension, folder, { recursive: true, filter: isShipped });
  const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as ExtensionManifest;
  await mkdir(path.join(folder, 'carrier'));
  await writeFile(path.join(folder, 'carrier/index.cjs'), HAND_OUT);
  const inert = { ...manifest, main: './carrier/index.cjs', activationEvents: [] };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(inert));
  return { folder, id: `${manifest.publisher}.${manifest.name}`, manifest, bundle: path.join(folder, manifest.main) };
}
