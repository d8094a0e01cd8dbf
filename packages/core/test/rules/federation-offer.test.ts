import { describe, expect, it } from 'vitest';
import { detectFederation } from '../../src/rules/federation-offer.ts';

const GITHUB = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.example/token?x=1',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
};

describe('what a pipeline offers', () => {
  it('is nothing where there is no pipeline', () => {
    expect(detectFederation({})).toBeUndefined();
    expect(detectFederation({ WICKETGATE_ID_TOKEN: ' ', ACTIONS_ID_TOKEN_REQUEST_URL: '' })).toBeUndefined();
  });

  it("is GitHub's address and bearer, when there are both", () => {
    const offer = detectFederation(GITHUB);
    expect(offer).toMatchObject({ platform: 'github', url: GITHUB.ACTIONS_ID_TOKEN_REQUEST_URL });
    expect(JSON.stringify(offer)).not.toContain('request-token');
    for (const name of Object.keys(GITHUB)) expect(detectFederation({ ...GITHUB, [name]: undefined })).toBeUndefined();
  });

  it('is no address that a bearer could leak at', () => {
    for (const url of ['http://pipelines.example/token', 'file:///etc/passwd', 'pipelines.example']) {
      expect(detectFederation({ ...GITHUB, ACTIONS_ID_TOKEN_REQUEST_URL: url })).toBeUndefined();
    }
    expect(detectFederation({ ...GITHUB, ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/' })).toBeDefined();
  });

  it('is a token that stands there before one that would have to be fetched', () => {
    const offer = detectFederation({ ...GITHUB, WICKETGATE_ID_TOKEN: ' eyJ.a.b\n' });
    expect(offer?.platform === 'token' && offer.token.reveal()).toBe('eyJ.a.b');
  });
});
