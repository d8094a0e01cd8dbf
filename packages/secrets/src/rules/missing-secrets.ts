import { SecretsError } from '../words/errors.ts';
import { type SkippedSource, UNVERIFIED } from '../words/found.ts';
import type { SecretSpec, SpecPower } from '../words/spec.ts';

export interface WantedSecret {
  readonly name: string;
  readonly spec: SecretSpec | undefined;
}

/** That secrets are in none of the sources, with where to get them and which sources could not be asked. */
export function notSet(wanted: readonly WantedSecret[], skipped: readonly SkippedSource[]): SecretsError {
  const names = wanted.map(({ name }) => name);
  const message =
    names.length === 1 ? `${names.join('')} is not set.` : `These secrets are not set: ${names.join(', ')}.`;
  const hints = [
    ...wanted.flatMap(({ name, spec }) => (spec?.url === undefined ? [] : [`${name} is made at ${spec.url}`])),
    `Set it as a variable, or with: wicketgate secrets set ${names[0] ?? ''}`,
    ...new Set(
      skipped.map(
        ({ source, code, reason }) => `${code === UNVERIFIED ? 'Not verified' : 'Not asked'}: ${source}. ${reason}`,
      ),
    ),
  ];
  const [only] = names;
  return new SecretsError('missing_secret', message, {
    hint: hints.join('\n'),
    ...(names.length === 1 && { secretName: only }),
  });
}

/** That a project's file wants something done which the user has not allowed. */
export function notAllowed({ name, from }: SecretSpec, power: SpecPower): SecretsError {
  return new SecretsError('not_allowed', `${from} wants to ${wishOf(name, power)}, which you have not allowed.`, {
    hint: 'Read what it would do and allow it with: wicketgate secrets allow',
    secretName: name,
  });
}

function wishOf(name: string, power: SpecPower): string {
  switch (power) {
    case 'command':
      return `start a program for ${name}`;
    case 'probe':
      return `send ${name} to an address of its own`;
    case 'default':
      return `set ${name} to a value of its own`;
  }
}
