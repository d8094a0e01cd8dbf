import { SecretsError } from '../words/errors.ts';

/** That a name no longer holds what somebody saw there when they decided. */
export function changedMeanwhile(name: string): SecretsError {
  return new SecretsError('changed_meanwhile', `Another process changed ${name} meanwhile. Nothing was stored.`, {
    hint: 'Run it again: it looks at what is there now.',
    secretName: name,
  });
}
