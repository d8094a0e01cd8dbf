import type { SecretProbe, SecretSpec } from './spec.ts';

/** What `wicketgate.secrets.json` says of one secret. Each member is optional but the name. */
export interface ProjectSecret extends Partial<Omit<SecretSpec, 'from' | 'withheld' | 'probe'>> {
  readonly name: string;
  readonly probe?: SecretProbe;
}

/** `wicketgate.secrets.json`, version 1. */
export interface ProjectDocument {
  readonly $schema?: string;
  readonly version: 1;
  readonly secrets: readonly ProjectSecret[];
}
