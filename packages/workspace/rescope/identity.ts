import { readFileSync } from 'node:fs';
import path from 'node:path';

const SCOPE = /^@[a-z0-9][a-z0-9._-]*$/;
const REPOSITORY = /^([A-Za-z0-9][A-Za-z0-9-]*)\/[A-Za-z0-9._-]+$/;
const REPOSITORY_URL = /github\.com\/([^/]+\/[^/]+?)(?:\.git)?$/;

/** Under which names a copy of this workspace publishes, and from where. */
export interface Identity {
  /** The npm scope, with the `@`. */
  readonly scope: string;
  /** `owner/repo` on GitHub. */
  readonly repository: string;
}

/**
 * The identity that a person asks for.
 *
 * @throws {TypeError} saying what is wrong with it. GitHub Packages takes a scope only from the owner of that name.
 */
export function parseIdentity([scope = '', repository = '']: readonly string[]): Identity {
  if (!SCOPE.test(scope)) throw new TypeError('The scope must look like @theirs, in lower case.');
  const [, owner] = REPOSITORY.exec(repository) ?? [];
  if (owner === undefined) throw new TypeError('The repository must look like owner/repo.');
  if (scope !== `@${owner.toLowerCase()}`) {
    throw new TypeError(`GitHub Packages wants the scope to be the owner: @${owner.toLowerCase()}, not ${scope}.`);
  }
  return { scope, repository };
}

/** The identity that a workspace has now. */
export function readIdentity(root: string): Identity {
  const { name } = readManifest(root, 'packages/workspace') as { name: string };
  const { repository } = readManifest(root, '.') as { repository: { url: string } };
  return { scope: name.slice(0, name.indexOf('/')), repository: REPOSITORY_URL.exec(repository.url)?.[1] ?? '' };
}

function readManifest(root: string, folder: string): unknown {
  return JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
}

/** A text with every mention of one identity turned into the other. Names that merely begin alike stay. */
export function rescopeText(text: string, from: Identity, to: Identity): string {
  const scope = new RegExp(`${literally(from.scope)}(?![\\w-])`, 'g');
  const repository = new RegExp(`(?<=github\\.com[/:])${literally(from.repository)}(?![\\w-])`, 'g');
  return text.replace(scope, to.scope).replace(repository, to.repository);
}

/** Of the characters that names may have, the dot alone means something in a pattern. */
function literally(name: string): string {
  return name.replaceAll('.', String.raw`\.`);
}
