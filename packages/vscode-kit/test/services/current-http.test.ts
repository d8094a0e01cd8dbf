import { endpoints } from '@wicketgate/contract';
import { createHttpClient, type HttpClient, Secret } from '@wicketgate/core';
import { createFakeGateway } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { createCurrentHttp } from '../../src/services/current-http.ts';

const { me } = endpoints.auth;

function createSwitch() {
  const gateway = createFakeGateway();
  const origins: string[] = [];
  const clientOf = (url: string) =>
    createHttpClient({
      url,
      fetch: (asked, init) => {
        origins.push(new URL(asked).origin);
        return gateway.fetch(asked, init);
      },
    });
  const now: { http: HttpClient | undefined; key: Secret | undefined } = {
    http: clientOf(gateway.url),
    key: new Secret(gateway.adminKey),
  };
  const http = createCurrentHttp({ http: () => now.http, gave: (credential) => credential === now.key });
  return { http, now, clientOf, origins };
}

describe('createCurrentHttp', () => {
  it('asks the gateway that is in use when the call is made', async () => {
    const { http, now, clientOf, origins } = createSwitch();
    const credential = now.key;
    await http.call(me, {}, { credential });
    now.http = clientOf('https://other.example.com');
    expect(http.url).toBe('https://other.example.com');
    await http.call(me, {}, { credential });
    expect(origins).toEqual(['https://gateway.example.com', 'https://other.example.com']);
  });

  it('sends no key that is not the present one, not even an equal text', async () => {
    const { http, now, origins } = createSwitch();
    const old = now.key;
    now.key = new Secret(old?.reveal() ?? '');
    await expect(http.call(me, {}, { credential: old })).rejects.toMatchObject({ code: 'closed', attempts: 0 });
    now.key = undefined;
    await expect(http.call(me, {}, { credential: old })).rejects.toMatchObject({ code: 'closed' });
    expect(origins).toEqual([]);
  });

  it('fails with a code when there is no gateway', async () => {
    const { http, now } = createSwitch();
    now.http = undefined;
    await expect(http.call(endpoints.system.health, {})).rejects.toMatchObject({ code: 'closed', attempts: 0 });
    expect(() => http.url).toThrow('There is no gateway to ask');
  });
});
