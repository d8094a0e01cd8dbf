import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** English sentence to its translation. */
export type Bundle = Readonly<Record<string, string>>;

/**
 * One bundle of two: a sentence of both must be translated alike in both.
 *
 * @throws {Error} when it is not.
 */
export function mergedBundle(one: Bundle, other: Bundle): Bundle {
  for (const [sentence, translation] of Object.entries(one)) {
    const again = other[sentence];
    if (again === undefined || again === translation) continue;
    throw new Error(`"${sentence}" has two translations: "${translation}" and "${again}".`);
  }
  return { ...one, ...other };
}

/** Writes what VS Code reads into `target`, one file a language: the sentences of the kit and those of `folder`. */
export async function writeBundles(folder: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const name of globSync('bundle.l10n*.json', { cwd: folder })) {
    const ofKit = fileURLToPath(import.meta.resolve(`@wicketgate/vscode-kit/l10n/${name}`));
    const merged = mergedBundle(await readBundle(ofKit), await readBundle(path.join(folder, name)));
    await writeFile(path.join(target, name), `${JSON.stringify(merged)}\n`);
  }
}

async function readBundle(file: string): Promise<Bundle> {
  return JSON.parse(await readFile(file, 'utf8')) as Bundle;
}
