import { randomBytes } from 'node:crypto';
import { mintApiKey } from '@wicketgate/contract';
import type { TestProject } from 'vitest/node';
import { createCleanup } from '../src/cleanup.ts';
import { publishAll, type Publication } from '../src/publication.ts';
import { type Registry, startRegistry } from '../src/registry.ts';
import { publishablePackages } from '../src/workspace.ts';

/** What every scenario finds ready: a registry of its own that holds a release of this very tree. */
export interface Release {
  readonly registry: Registry;
  readonly publication: Publication;
  /** Secrets that lay about, in files and in the environment, while the packages were packed. */
  readonly strays: { readonly apiKey: string; readonly pepper: string };
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly release: Release;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cleanup = createCleanup();
  try {
    project.provide('release', await release(cleanup));
  } catch (error) {
    await cleanup.release();
    throw error;
  }
  return () => cleanup.release();
}

async function release(cleanup: ReturnType<typeof createCleanup>): Promise<Release> {
  const registry = await startRegistry(cleanup);
  const apiKey = mintApiKey({ env: 'live', random: (bytes) => crypto.getRandomValues(bytes) }).key;
  const pepper = randomBytes(32).toString('base64');
  const settings = { WICKETGATE_API_KEY: apiKey, WICKETGATE_PEPPER: pepper };
  const text = Object.entries(settings)
    .map((setting) => setting.join('='))
    .join('\n');
  const strays = publishablePackages().flatMap(({ folder }) => [
    `${folder}/.env`,
    `${folder}/.wicketgate/keys.json`,
    `${folder}/notes.txt`,
  ]);
  const publication = await publishAll({
    registry,
    strays: Object.fromEntries(strays.map((file) => [file, text])),
    env: settings,
    cleanup,
  });
  return { registry, publication, strays: { apiKey, pepper } };
}
