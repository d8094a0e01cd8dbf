export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { type FakeShape } from './fake-gateway/credentials.ts';
export { type FailOptions } from './fake-gateway/failures.ts';
export {
  createFakeGateway,
  type FakeGateway,
  type FakeGatewayOptions,
  type RequestLine,
} from './fake-gateway/fake-gateway.ts';
export { type KeyDraft, type KeyView } from './fake-gateway/key-book.ts';
export { type FakeSignIn, type SignInSettings } from './fake-gateway/sign-in/fake-sign-in.ts';
export { type Person, type SessionView } from './fake-gateway/sign-in/session-book.ts';
export { type Misbehaviour } from './fake-gateway/misbehaviour.ts';
export {
  malformedAsBytes,
  malformedAsRequest,
  type MalformedBody,
  type MalformedRequest,
  type RawMalformedRequest,
  type Target,
  type WebMalformedRequest,
} from './malformed/malformed-request.ts';
export { malformedRequests } from './malformed/malformed-requests.ts';
export { createMemoryRecordStore, type MemoryRecordStore } from './memory-record-store.ts';
export { createMemorySecrets, type MemorySecrets, type Subscription } from './memory-secrets.ts';
export { createMemoryTokenStore, type MemoryTokenStore } from './memory-token-store.ts';
export { createSeededRandom } from './seeded-random.ts';
