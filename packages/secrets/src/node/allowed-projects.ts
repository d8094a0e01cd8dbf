import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readPrivateFile, withFileLock, writeFileAtomic } from '@wicketgate/core/files';
import * as z from 'zod/mini';
import { SecretsError } from '../words/errors.ts';
import type { ProjectFile } from './project-file.ts';

/** A project's file, and the SHA-256 of its bytes. */
type AllowedFile = Pick<ProjectFile, 'file' | 'digest'>;

/** Which content of which project's file the user has allowed to start programs, to send secrets and to give defaults. */
export interface AllowedProjects {
  /** Whether this very content at this very path is allowed. Any change of the file needs it anew. */
  isAllowed(project: AllowedFile): Promise<boolean>;
  allow(project: AllowedFile): Promise<void>;
}

const MAX_BYTES = 1_048_576;
const MOST_PROJECTS = 500;

const schema = z.strictObject({
  version: z.literal(1),
  /** The last allowed stands last. */
  projects: z.array(z.strictObject({ file: z.string(), digest: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })),
});
type Projects = z.infer<typeof schema>['projects'];

/**
 * Keeps consent in a file of the user's own, 0600, in a folder that is made when it is needed. The 500 allowed last are
 * kept. Throws `unsafe_file` when others may change it, and `corrupt_file` when it is damaged: neither is consent.
 */
export function createAllowedProjects(file: string): AllowedProjects {
  return {
    isAllowed: async (project) => {
      const projects = await load(file);
      return projects.some((known) => known.file === project.file && known.digest === project.digest);
    },
    allow: async ({ file: path, digest }) => {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await withFileLock(`${file}.lock`, async () => {
        const others = (await load(file)).filter((known) => known.file !== path);
        const projects = [...others, { file: path, digest }].slice(-MOST_PROJECTS);
        await writeFileAtomic(file, `${JSON.stringify({ version: 1, projects }, null, 2)}\n`);
      });
    },
  };
}

async function load(file: string): Promise<Projects> {
  const text = await readPrivateFile(file, MAX_BYTES);
  if (text === undefined) return [];
  try {
    return schema.parse(JSON.parse(text)).projects;
  } catch (cause) {
    throw new SecretsError('corrupt_file', `The file ${file} is damaged, so that no project is allowed by it.`, {
      cause,
      part: 'projects',
      hint: 'Remove it, and allow projects anew with: wicketgate secrets allow',
    });
  }
}
