// Everything named here is public and pinned by test/pins.test.ts.
export type { ShownCode, UserPrompt } from './ports/user-prompt.ts';
export type { OAuthProviderOptions, RegisteredClient } from './services/auth/oauth-options.ts';
export {
  createOAuthProvider,
  type OAuthProvider,
  type OAuthSignIn,
  type OAuthSignOut,
  type OAuthWait,
} from './services/auth/oauth-provider.ts';
export { createProviderCredential, type ProviderCredentialOptions } from './services/auth/provider-credential.ts';
export type { Challenge, ServerCredential, ServerFetch } from './words/credential.ts';
