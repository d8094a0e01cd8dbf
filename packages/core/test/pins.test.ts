import { describe, expect, it } from 'vitest';
import * as auth from '../src/auth.ts';
import * as files from '../src/files.ts';
import * as index from '../src/index.ts';
import * as node from '../src/node.ts';

// Red here means: decide. A name that goes breaks somebody; a name that comes must be wanted by somebody.
describe('public names', () => {
  it('of @wicketgate/core', () => {
    expect(Object.keys(index).sort()).toEqual([
      'AuthValidator',
      'AuthenticationError',
      'GatewayUnavailableError',
      'LOCAL_ERROR_CODES',
      'Secret',
      'WicketgateError',
      'createGatewayClient',
      'createHttpClient',
      'createRedactor',
      'findKeyEntryFlaw',
      'isLoopbackHost',
      'parseBaseUrl',
      'parseRetryAfter',
      'systemClock',
      'systemFetch',
      'systemRandom',
    ]);
  });

  it('of @wicketgate/core/auth', () => {
    expect(Object.keys(auth).sort()).toEqual([
      'SignInRefusedError',
      'askLink',
      'createBrowserLogin',
      'createCredentialChain',
      'createDeviceLogin',
      'createFederation',
      'createSession',
      'detectFederation',
      'environmentLink',
      'explicitLink',
      'federationLink',
      'sessionLink',
      'storedLink',
    ]);
  });

  it('of @wicketgate/core/files', () => {
    expect(Object.keys(files).sort()).toEqual([
      'commandLine',
      'createFileReceiptStore',
      'ensurePrivateFolder',
      'findProgram',
      'openPlainFile',
      'readPrivateFile',
      'refuseSharedFolder',
      'removeUnfinished',
      'withFileLock',
      'writeFileAtomic',
    ]);
  });

  it('of @wicketgate/core/node', () => {
    expect(Object.keys(node).sort()).toEqual(['createLoopbackListener', 'createNodeFetch', 'createPinoLogger']);
  });

  it('of the error codes of this side', () => {
    expect(index.LOCAL_ERROR_CODES).toEqual([
      'offline',
      'timeout',
      'aborted',
      'closed',
      'redirected',
      'too_large_answer',
      'bad_answer',
      'lock_timeout',
      'unsafe_file',
      'wrong_issuer',
      'bad_redirect',
      'authorization_denied',
      'code_expired',
      'sign_in_refused',
    ]);
  });

  it('of the classes', () => {
    const members = (constructor: { prototype: object }) => Object.getOwnPropertyNames(constructor.prototype).sort();
    expect(members(index.AuthValidator)).toEqual([
      'close',
      'constructor',
      'invalidate',
      'require',
      'validate',
      'validateCached',
    ]);
    expect(members(index.Secret)).toEqual(['constructor', 'reveal', 'toJSON', 'toString']);
  });
});
