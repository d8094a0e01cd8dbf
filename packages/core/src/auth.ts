// Everything named here is public and pinned by test/pins.test.ts.
export type { RedirectListener } from './ports/redirect-listener.ts';
export {
  type BrowserLogin,
  type BrowserLoginOptions,
  type BrowserSignInOptions,
  createBrowserLogin,
} from './services/auth/browser-login.ts';
export { detectFederation, type FederationOffer } from './rules/federation-offer.ts';
export { type CredentialChain, type CredentialLink, createCredentialChain } from './services/auth/credential-chain.ts';
export {
  askLink,
  environmentLink,
  explicitLink,
  federationLink,
  sessionLink,
  storedLink,
} from './services/auth/credential-links.ts';
export { createDeviceLogin, type DeviceLogin, type DeviceWaitOptions } from './services/auth/device-login.ts';
export { createFederation, type Federation, type FederationOptions } from './services/auth/federation.ts';
export { createSession } from './services/auth/session.ts';
export type { Session, SessionOptions } from './services/auth/session-options.ts';
export type { SignInOptions } from './services/auth/sign-in-options.ts';
export type { ChainReport, LinkFinding, LinkReport } from './words/credential-chain.ts';
export type {
  BrowserLoginAttempt,
  DeviceCode,
  Person,
  PollReport,
  SessionChange,
  SignedIn,
  SignInTokens,
  SignOutResult,
} from './words/sign-in.ts';
export { SignInRefusedError } from './words/sign-in-refused-error.ts';
