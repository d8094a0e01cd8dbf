/** An OpenID provider, or the issuer of a workload's token, cannot be asked now. Whoever asks may come back. */
export class ProviderDown extends Error {
  override readonly name = 'ProviderDown';
  /** The provider's name, or its issuer, as the configuration has it. */
  readonly provider: string;

  constructor(provider: string, options?: { readonly cause?: unknown }) {
    super(`${provider} does not answer as it should.`, options);
    this.provider = provider;
  }
}

/**
 * Why a sign-in at a provider came to nothing. `declined`: the person, or the provider for them, said no. `ended`: the
 * provider takes back what it gave earlier. `bad_answer`: what came back does not prove anything.
 */
export type ProviderRefusal = 'declined' | 'ended' | 'bad_answer';

/** A provider that answered, but vouched for nobody. The cause may hold tokens: it is for no log and no page. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
  readonly refusal: ProviderRefusal;
  /** What did not fit, in words or as the provider's error code: for the audit trail, never with a value. */
  readonly detail: string;

  constructor(refusal: ProviderRefusal, detail: string) {
    super(`The provider vouches for nobody: ${detail}`);
    this.refusal = refusal;
    this.detail = detail;
  }
}
