import { Secret } from '@wicketgate/core';
import { createSeededRandom } from '@wicketgate/testing';
import { bundleForWeb, startWorker } from '@wicketgate/testing/workers';
import { describe, expect, it } from 'vitest';
import { createEnvelope } from '../src/services/envelope.ts';

/** The envelope is made once, outside of any request, as a worker with its keys in bindings would. */
const WORKER = `
  import { Secret } from '@wicketgate/core';
  import { createEnvelope, reencrypt } from '../src/index.ts';
  const keyOf = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const [old, next] = KEYS.map(({ id, key }) => ({ id, key: keyOf(key) }));
  const envelope = createEnvelope({ keys: [old, next], current: next.id });
  const place = { path: 'provider-keys', name: 'tavily' };
  export default {
    async fetch(request) {
      const { sealed, foreign } = await request.json();
      const table = new Map([[1, sealed], [2, foreign]]);
      async function* rows() {
        for (const [ref, text] of table) yield { ref, sealed: text, ...place };
      }
      const replace = async (ref, { from, to }) => table.get(ref) === from && Boolean(table.set(ref, to));
      const report = await reencrypt({ envelope, rows: rows(), replace });
      const opened = await envelope.open(table.get(1), place);
      const own = await envelope.seal(new Secret('from the worker'), place);
      return Response.json({ report, opened: opened.reveal(), keyId: envelope.keyIdOf(table.get(1)), own });
    },
  };`;

describe('in workerd', () => {
  it('the neutral entry seals, opens and encrypts anew what Node sealed', async () => {
    const keys = [1, 2].map((seed) => ({ id: `k${seed}`, key: createSeededRandom(seed)(new Uint8Array(32)) }));
    const place = { path: 'provider-keys', name: 'tavily' };
    const sealed = await createEnvelope({ keys, current: 'k1' }).seal(new Secret('from Node'), place);
    const foreign = sealed.replace('.k1.', '.k9.');
    const shown = keys.map(({ id, key }) => ({ id, key: Buffer.from(key).toString('base64') }));
    const program = `const KEYS = ${JSON.stringify(shown)};${WORKER}`;
    await using worker = await startWorker((await bundleForWeb(program, { from: import.meta.url })).code);
    const body = JSON.stringify({ sealed, foreign });
    for (const round of [1, 2]) {
      const answer = (await (await fetch(worker.url, { method: 'POST', body })).json()) as { own: string };
      expect({ round, ...answer }).toMatchObject({
        report: { seen: 2, changed: 1, failed: [{ ref: 2, code: 'unknown_key_id' }] },
        opened: 'from Node',
        keyId: 'k2',
      });
      const opened = await createEnvelope({ keys, current: 'k2' }).open(answer.own, place);
      expect(opened.reveal()).toBe('from the worker');
    }
  });
});
