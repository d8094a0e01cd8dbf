import * as testing from '@wicketgate/testing';
import * as http from '@wicketgate/testing/http';
import * as openid from '@wicketgate/testing/openid';
import * as oauth from '@wicketgate/testing/oauth-contract';
import * as suite from '@wicketgate/testing/wire-contract';
import * as workers from '@wicketgate/testing/workers';
import { expect, it } from 'vitest';

it('exports the names that the other packages rely on', () => {
  expect(Object.keys(testing).sort()).toEqual([
    'createFakeClock',
    'createFakeGateway',
    'createMemoryRecordStore',
    'createMemorySecrets',
    'createMemoryTokenStore',
    'createSeededRandom',
    'malformedAsBytes',
    'malformedAsRequest',
    'malformedRequests',
  ]);
  expect(Object.keys(http).sort()).toEqual(['sendRaw', 'serveOverHttp']);
  expect(Object.keys(openid).sort()).toEqual(['createScriptedBrowser', 'readWebPage', 'startOpenIdProvider']);
  expect(Object.keys(workers).sort()).toEqual(['bundleForWeb', 'startWorker']);
  expect(Object.keys(suite)).toEqual(['wireContract']);
  expect(Object.keys(oauth).sort()).toEqual(['oauthCases', 'oauthContract']);
});
