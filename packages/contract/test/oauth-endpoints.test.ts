import { endpointList, OAUTH_ERRORS, OAUTH_PATHS, oauthEndpointList, oauthEndpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { jsonSchemaOf } from '../src/openapi/components.ts';

/** What people see. Programs send browsers there, and call nothing of it. */
const PAGES: readonly string[] = [OAUTH_PATHS.authorize, OAUTH_PATHS.activate, OAUTH_PATHS.callback];

describe('the table of the authorization server', () => {
  it('names every endpoint once', () => {
    expect(oauthEndpointList.map(({ name }) => name)).toEqual(
      Object.keys(oauthEndpoints).map((name) => `oauth.${name}`),
    );
  });

  it('has every path that is no page, and shares none with the other table', () => {
    const others: ReadonlySet<string> = new Set(endpointList.map(({ path }) => path));
    const own: readonly string[] = oauthEndpointList.map(({ path }) => path);
    expect(new Set(own).size).toBe(own.length);
    expect(own.filter((path) => others.has(path))).toEqual([]);
    for (const path of Object.values(OAUTH_PATHS)) {
      expect(PAGES.includes(path) || own.includes(path) || others.has(path), path).toBe(true);
    }
  });

  it('ignores what it does not know of a request (RFC 6749 section 3.2), and takes bodies by POST alone', () => {
    for (const { name, method, body } of oauthEndpointList) {
      expect(body !== undefined, name).toBe(method === 'POST');
      if (body) expect(jsonSchemaOf(body)['additionalProperties'], name).not.toBe(false);
    }
  });

  it('lists every code of an endpoint once, and uses every code', () => {
    for (const { errors } of oauthEndpointList) expect(new Set(errors).size).toBe(errors.length);
    const used = new Set(oauthEndpointList.flatMap(({ errors }) => errors));
    expect(Object.keys(OAUTH_ERRORS).filter((code) => !used.has(code as keyof typeof OAUTH_ERRORS))).toEqual([]);
  });
});
