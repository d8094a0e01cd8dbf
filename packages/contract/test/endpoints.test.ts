import { endpointList, endpoints, ERROR_CODES, errorsOf } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { jsonSchemaOf } from '../src/openapi/components.ts';

describe('the table of endpoints', () => {
  it('names every endpoint once, by its group', () => {
    const names = Object.entries(endpoints).flatMap(([group, members]) =>
      Object.keys(members).map((name) => `${group}.${name}`),
    );
    expect(endpointList.map(({ name }) => name)).toEqual(names);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has one endpoint per method and path', () => {
    const lines = endpointList.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('takes exactly the parameters that stand in the path', () => {
    for (const { path, params } of endpointList) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const inSchema = params ? Object.keys(jsonSchemaOf(params)['properties'] as object) : [];
      expect(inSchema, path).toEqual(inPath);
    }
  });

  it('has no path that another path could be taken for by its id', () => {
    for (const { path } of endpointList) {
      const last = path.split('/').at(-1) ?? '';
      if (path.startsWith('/admin/api/keys/') && !last.startsWith('{')) expect(last).not.toMatch(/^[0-9A-Za-z]{10}$/);
      if (path.startsWith('/admin/api/sessions/') && !last.startsWith('{'))
        expect(last).not.toMatch(/^[0-9A-Za-z]{16}$/);
    }
  });

  it('takes bodies only where the method has them, and members only it knows', () => {
    for (const { name, method, body, query, params } of endpointList) {
      expect(body !== undefined, name).toBe(method !== 'GET');
      for (const part of [body, query, params]) {
        if (part) expect(jsonSchemaOf(part)['additionalProperties'], name).toBe(false);
      }
    }
  });

  it('lets clients repeat what only looks', () => {
    for (const { name, method, repeatable } of endpointList) if (method === 'GET') expect(repeatable, name).toBe(true);
  });

  it('never lets clients repeat what makes something', () => {
    for (const { name, status, repeatable } of endpointList) if (status === 201) expect(repeatable, name).toBe(false);
  });

  it('guards everything under the path of administration with a role', () => {
    for (const { path, access, method } of endpointList) {
      if (!path.startsWith('/admin/')) continue;
      expect(access, path).toBe(method === 'GET' ? 'viewer' : 'admin');
    }
  });

  it('uses every code of the union', () => {
    const used = new Set(endpointList.flatMap((endpoint) => errorsOf(endpoint)));
    expect(ERROR_CODES.filter((code) => !used.has(code))).toEqual([]);
  });
});

describe('errorsOf', () => {
  it('lists every code once', () => {
    for (const endpoint of endpointList) {
      const codes = errorsOf(endpoint);
      expect(new Set(codes).size, endpoint.name).toBe(codes.length);
    }
  });

  it('has credentials refused only where they are wanted', () => {
    for (const endpoint of endpointList) {
      const codes = errorsOf(endpoint);
      expect(codes.includes('missing_credentials')).toBe(endpoint.access !== 'public');
      expect(codes.includes('too_many_requests')).toBe(endpoint.access !== 'public');
      expect(codes.includes('forbidden')).toBe(endpoint.access === 'viewer' || endpoint.access === 'admin');
      expect(codes.includes('origin_not_allowed')).toBe(endpoint.access === 'admin');
    }
  });

  it('has bodies refused only where they are taken', () => {
    for (const endpoint of endpointList) {
      for (const code of ['malformed_body', 'body_too_large', 'unsupported_media_type'] as const) {
        expect(errorsOf(endpoint).includes(code)).toBe(endpoint.body !== undefined);
      }
    }
  });

  it('has an id missed only where the path has one', () => {
    for (const endpoint of endpointList) {
      expect(errorsOf(endpoint).includes('not_found')).toBe(endpoint.params !== undefined);
    }
  });
});
