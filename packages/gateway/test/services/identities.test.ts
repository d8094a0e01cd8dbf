import { describe, expect, it } from 'vitest';
import type { SessionSource } from '../../src/domain/session-record.ts';
import type { Recheck } from '../../src/ports/identities.ts';
import { createIdentities } from '../../src/services/identities.ts';
import { createGate } from '../support/gate.ts';
import { NEW_YEAR } from '../support/records.ts';
import { sessionRecord } from '../support/session-records.ts';

describe('identities', () => {
  const unknown: Recheck = { kind: 'unknown' };
  const make = (until = Promise.resolve()) => {
    const asked: string[] = [];
    const identities = createIdentities({
      keys: {
        approve: () => Promise.resolve({ ok: false, reason: 'refused' }),
        recheck: (keyId) => {
          asked.push(`key ${keyId}`);
          return Promise.resolve(unknown);
        },
      },
      federation: () => until.then(() => ({ ok: false, description: 'no rule' })),
      recheckAtProvider: (_, source) => {
        asked.push(`provider ${source.id}`);
        return until.then(() => unknown);
      },
    });
    return { asked, identities };
  };
  const session = (source: SessionSource) => sessionRecord({ source });
  const PROVIDER = { kind: 'provider', id: 'acme', subject: 'anna' } as const;

  it('asks whoever vouched for the sign-in', async () => {
    const { asked, identities } = make();
    await identities.recheck(session({ kind: 'key', id: 'key0000001' }), NEW_YEAR);
    await identities.recheck(session(PROVIDER), NEW_YEAR);
    expect(asked).toEqual(['key key0000001', 'provider acme']);
  });

  it('renews no federated sign-in', async () => {
    const { identities } = make();
    const federated = session({ kind: 'federation', id: 'releases', subject: 'repo:acme/tool' });
    expect(await identities.recheck(federated, NEW_YEAR)).toMatchObject({ kind: 'gone' });
  });

  it('lets a caller stop waiting while the work goes on', async () => {
    const { opened, open } = createGate();
    const { asked, identities } = make(opened);
    const leaving = new AbortController();
    const left = identities.recheck(session(PROVIDER), NEW_YEAR, leaving.signal);
    const stays = identities.recheck(session(PROVIDER), NEW_YEAR, new AbortController().signal);
    const federated = identities.federate('token', NEW_YEAR, leaving.signal);
    leaving.abort(new Error('the caller hung up'));
    await expect(left).rejects.toThrow('the caller hung up');
    await expect(federated).rejects.toThrow('the caller hung up');
    open();
    expect(await stays).toEqual(unknown);
    expect(asked).toHaveLength(2);
    await expect(identities.recheck(session(PROVIDER), NEW_YEAR, leaving.signal)).rejects.toThrow('hung up');
    expect(asked).toHaveLength(2);
  });
});
