import { join } from 'node:path';
import { projectPowers, projectSpecs, type SecretSpec } from '@wicketgate/secrets';
import {
  type AllowedProjects,
  createAllowedProjects,
  type ProjectFile,
  readProjectFile,
} from '@wicketgate/secrets/node';
import type { Context } from './context.ts';

/** What a project's file wants to do beyond describing secrets. */
export type ProjectPower = ReturnType<typeof projectPowers>[number];

/** A project's `wicketgate.secrets.json`, and what the user has said to it. */
export interface Project extends ProjectFile {
  readonly specs: readonly SecretSpec[];
  /** Programs and requests that it wants started or sent, and its defaults; they are used only once `allowed` is true. */
  readonly powers: readonly ProjectPower[];
  readonly allowed: boolean;
}

/** The project of a folder; undefined where there is none. What it wants to do is withheld until it was allowed. */
export async function openProject(context: Context, folder: string): Promise<Project | undefined> {
  const project = await readProjectFile(folder);
  if (project === undefined) return undefined;
  const { file, document } = project;
  const powers = projectPowers(document);
  const allowed = powers.length === 0 || (await allowedProjects(context).isAllowed(project));
  const specs = projectSpecs(document, { file, consent: allowed ? 'given' : 'withheld' });
  return { ...project, specs, powers, allowed };
}

/** The projects that the user has allowed, kept in the folder of settings. */
export function allowedProjects({ config }: Context): AllowedProjects {
  return createAllowedProjects(join(config.secrets, 'allowed-projects.json'));
}
