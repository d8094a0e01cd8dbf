import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { endpointRequest } from '../../src/rules/endpoint-request.ts';

const BASE = 'https://gateway.example.com/base';

describe('endpointRequest', () => {
  it('joins base and path, and fills in parameters', () => {
    expect(
      endpointRequest(BASE, endpoints.keys.suspend, { params: { id: '0123456789' }, body: { reason: 'x' } }),
    ).toEqual({
      url: `${BASE}/admin/api/keys/0123456789/suspend`,
      method: 'POST',
      body: '{"reason":"x"}',
    });
  });

  it('writes query and body in snake_case and leaves out what is undefined', () => {
    const request = endpointRequest(BASE, endpoints.keys.list, {
      query: { limit: '5', name: 'a&b=c', owner: undefined },
    });
    expect(request).toEqual({ url: `${BASE}/admin/api/keys?limit=5&name=a%26b%3Dc`, method: 'GET', body: undefined });
    expect(
      endpointRequest(BASE, endpoints.keys.rotate, { params: { id: '0123456789' }, body: { overlapSeconds: 5 } }).body,
    ).toBe('{"overlap_seconds":5}');
  });

  it('sends an empty object where an endpoint takes a body and none is given', () => {
    expect(endpointRequest(BASE, endpoints.auth.validate, {}).body).toBe('{}');
    expect(endpointRequest(BASE, endpoints.auth.me, {}).body).toBeUndefined();
  });

  it.each(['..', '.', '', 'a/b', '%2e%2e', '012345678', '01234567890', '0123456789?x', undefined])(
    'refuses the id %s before it could lead elsewhere',
    (id) => {
      expect(() => endpointRequest(BASE, endpoints.keys.show, { params: { id } })).toThrow(
        expect.objectContaining({
          code: 'invalid_field',
          attempts: 0,
          errors: [expect.objectContaining({ field: 'id' })],
        }),
      );
    },
  );
});
