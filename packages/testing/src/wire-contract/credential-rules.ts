import { endpointList, endpoints, mintApiKey } from '@wicketgate/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSeededRandom } from '../seeded-random.ts';
import { expectProblem, pathOf, type Wire } from './wire.ts';

const guarded = endpointList.filter(({ access }) => access !== 'public');
const NOBODY = { id: '0000000000' };
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A well-formed key with an id of our choice and a secret of its own: what a thief of key lists would try. */
function forgeKey(id: string, seed = 7): string {
  const fallback = createSeededRandom(seed);
  let calls = 0;
  const random = (bytes: Uint8Array<ArrayBuffer>) =>
    calls++ === 0 ? Uint8Array.from(id, (digit) => ALPHABET.indexOf(digit)) : fallback(bytes);
  return mintApiKey({ env: 'live', random }).key;
}

export function credentialRules(wire: () => Wire): void {
  describe('credentials', () => {
    for (const endpoint of guarded) {
      const line = `${endpoint.method} ${pathOf(endpoint, NOBODY)}`;

      it(`are wanted by ${endpoint.name} before it looks at anything else`, async () => {
        const init = { key: null, ...(endpoint.method !== 'GET' && { body: 'not JSON' }) };
        const { response } = await expectProblem(await wire().send(line, init), 'missing_credentials');
        // No error is named to a caller that presented nothing (RFC 6750 section 3.1).
        expect(response.headers.get('www-authenticate')).not.toContain('error=');
      });
    }

    it('that are unknown are answered alike, whether their id exists or not', async () => {
      const { key } = await wire().createKey();
      const answers = [forgeKey(key.id), forgeKey('0000000000')].map(async (apiKey) => {
        const refused = await wire().refusal(endpoints.auth.validate, { key: apiKey }, 'unknown_key');
        const { request_id: _, ...problem } = refused.problem;
        const names = [...refused.response.headers.keys()].sort();
        return { problem, names, challenge: refused.response.headers.get('www-authenticate') };
      });
      const [exists, doesNot] = await Promise.all(answers);
      expect(exists).toEqual(doesNot);
    });

    it('are refused with what is wrong with them', async () => {
      const { me } = endpoints.auth;
      await wire().refusal(me, { key: 'wg_live_nonsense' }, 'malformed_key');
      await wire().refusal(me, { key: 'two words' }, 'unsupported_scheme');
      await wire().refusal(me, { key: forgeKey('zzzzzzzzzz') }, 'unknown_key');
    });
  });

  describe('roles', () => {
    let user: string;
    let viewer: string;
    beforeAll(async () => {
      user = (await wire().createKey({ role: 'user' })).apiKey;
      viewer = (await wire().createKey({ role: 'viewer' })).apiKey;
    });

    for (const endpoint of guarded) {
      const line = `${endpoint.method} ${pathOf(endpoint, NOBODY)}`;
      // A body that could not be parsed: the role is looked at first, so it does not matter.
      const init = endpoint.method === 'GET' ? {} : { body: 'not JSON' };

      if (endpoint.access !== 'key') {
        it(`keep a user from ${endpoint.name}`, async () => {
          await expectProblem(await wire().send(line, { ...init, key: user }), 'forbidden');
        });
      }
      if (endpoint.access === 'admin') {
        it(`keep a viewer from ${endpoint.name}`, async () => {
          await expectProblem(await wire().send(line, { ...init, key: viewer }), 'forbidden');
        });
      }
    }

    it('let a viewer look', async () => {
      const { answer } = await wire().call(endpoints.keys.list, { query: { limit: '1' }, key: viewer });
      const [first] = answer.items;
      await wire().call(endpoints.keys.show, { params: { id: first?.id ?? '' }, key: viewer });
    });
  });
}
