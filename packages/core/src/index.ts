// Everything named here is public and pinned by test/pins.test.ts.
export { systemClock } from './adapters/system-clock.ts';
export { systemFetch } from './adapters/system-fetch.ts';
export { systemRandom } from './adapters/system-random.ts';
export type { Clock } from './ports/clock.ts';
export type { CredentialSource } from './ports/credential-source.ts';
export type { Fetch, FetchAnswer, FetchBody, FetchInit, Middleware, OutgoingRequest } from './ports/fetch.ts';
export type { LogFields, Logger } from './ports/logger.ts';
export type { ReceiptStore } from './ports/receipt-store.ts';
export type { FoundSecret, SecretSource, SecretStore } from './ports/secret-source.ts';
export type { TokenStore } from './ports/token-store.ts';
export { isLoopbackHost, parseBaseUrl } from './rules/base-url.ts';
export { findKeyEntryFlaw, type KeyEntryFlaw } from './rules/presented-key.ts';
export { createRedactor, type Redactor, type RedactorOptions } from './rules/redact.ts';
export { parseRetryAfter } from './rules/retry-after.ts';
export { AuthValidator, type ValidateOptions } from './services/auth-validator.ts';
export {
  createGatewayClient,
  type GatewayCall,
  type GatewayCallOptions,
  type GatewayClient,
  type GatewayClientOptions,
} from './services/gateway-client.ts';
export { type CallOptions, createHttpClient, type HttpClient, type Refusal } from './services/http-client.ts';
export type { HttpClientOptions } from './services/http-options.ts';
export type { AuthValidatorOptions } from './services/validator-options.ts';
export {
  LOCAL_ERROR_CODES,
  type LocalErrorCode,
  WicketgateError,
  type WicketgateErrorCode,
  type WicketgateErrorDetails,
} from './words/errors.ts';
export { AuthenticationError, GatewayUnavailableError } from './words/refused-errors.ts';
export { Secret } from './words/secret.ts';
export type {
  Grace,
  Identity,
  InvalidReason,
  InvalidVerdict,
  NextStep,
  UnavailableReason,
  UnavailableVerdict,
  ValidVerdict,
  Verdict,
} from './words/verdict.ts';
