import { join, resolve } from 'node:path';
import { variableOf } from './variable.ts';

/** What one run of a command needs to know to find the secrets, before any of them is looked for. */
export interface SecretsPlace {
  /** For instance `development`: it chooses `.env.{environment}` and the encrypted file. */
  readonly environment: string;
  /** Absolute path of the encrypted file. */
  readonly file: string;
}

export interface PlaceSources {
  readonly flags: { readonly environment?: string; readonly file?: string };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of the encrypted files where none is named. */
  readonly folder: string;
  /** What a relative path counts from. */
  readonly base: string;
}

export type PlaceParse =
  { readonly ok: true; readonly value: SecretsPlace } | { readonly ok: false; readonly problem: string };

const ENVIRONMENT = /^[a-z0-9][a-z0-9-]{0,31}$/;
export const ENVIRONMENT_FORM = 'It must be 1 to 32 small letters, digits and hyphens, not beginning with a hyphen.';
const DEFAULT_ENVIRONMENT = 'development';

/** The environment's name when it is one: it becomes part of the names of files. */
export function parseEnvironment(text: string): string | undefined {
  return ENVIRONMENT.test(text) ? text : undefined;
}

/** `--environment` and `--file`, then `WICKETGATE_ENVIRONMENT` and `WICKETGATE_SECRETS_FILE`, then the defaults. */
export function placeOf({ flags, env, folder, base }: PlaceSources): PlaceParse {
  const environment = parseEnvironment(
    flags.environment ?? variableOf(env, 'WICKETGATE_ENVIRONMENT') ?? DEFAULT_ENVIRONMENT,
  );
  if (environment === undefined) {
    return { ok: false, problem: `The variable WICKETGATE_ENVIRONMENT does not fit. ${ENVIRONMENT_FORM}` };
  }
  const chosen = flags.file ?? variableOf(env, 'WICKETGATE_SECRETS_FILE');
  const file = chosen === undefined ? join(folder, `secrets.${environment}.json`) : resolve(base, chosen);
  return { ok: true, value: { environment, file } };
}

/**
 * The options with which another command, started anywhere, looks for secrets where this one does. What it would choose by
 * itself is left out.
 */
export function placeWords(sources: PlaceSources): readonly string[] {
  const chosen = placeOf(sources);
  if (!chosen.ok) return [];
  const { environment, file } = chosen.value;
  const usual = placeOf({ ...sources, flags: { environment }, env: {} });
  return [
    ...(environment === DEFAULT_ENVIRONMENT ? [] : ['--environment', environment]),
    ...(usual.ok && usual.value.file === file ? [] : ['--file', file]),
  ];
}
