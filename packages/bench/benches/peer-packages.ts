import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installFixtureProgram } from '@wicketgate/testing/fixture-program';

const FIXTURE = path.resolve(import.meta.dirname, '../fixtures/peers');

/** The peers' packages, installed on demand outside the workspace. Answers their folder. */
export async function installPeers(): Promise<string> {
  return installFixtureProgram({ folder: FIXTURE, env: process.env });
}

/** Imports a package as a file in the given folder would. */
export async function importFrom(folder: string, name: string): Promise<unknown> {
  const from = createRequire(path.join(folder, 'package.json'));
  return import(pathToFileURL(from.resolve(name)).href);
}
