import type { KeyRecord } from '../../src/domain/key-record.ts';
import type { SessionRecord } from '../../src/domain/session-record.ts';
import { StorageError } from '../../src/ports/storage-error.ts';
import type { DeviceGrant, Interaction, RefreshToken } from '../../src/ports/sign-in-store.ts';
import type { ActResult, Storage } from '../../src/ports/storage.ts';

/** A store's methods as they are where nothing has to be waited for. */
type AtOnce<Store, Name extends keyof Store> = {
  readonly [Method in Name]: Store[Method] extends (...given: infer Given) => Promise<infer Result>
    ? (...given: Given) => Result
    : never;
};
type Keys = AtOnce<Storage, 'findById' | 'findByDigest' | 'act' | 'recordUsage' | 'recordRefusals'>;
type Devices = AtOnce<Storage, 'insertDeviceGrant' | 'findDeviceGrant' | 'findDeviceGrantById' | 'changeDeviceGrant'>;
type Sessions = AtOnce<Storage, 'openSession' | 'findSession' | 'findRefreshToken' | 'rotate' | 'recordAudit'>;
type Browsers = AtOnce<Storage, 'insertInteraction' | 'findInteraction' | 'changeInteraction' | 'deleteInteraction'>;

/** What signing in by device code, refreshing and `me` ask of a storage, where there is no database. The rest fails. */
export function createMemoryStorage(): Storage {
  const grants = new Map<string, DeviceGrant>();
  const kept = { ...keysInMemory(), ...devicesInMemory(grants), ...sessionsInMemory(grants), ...browsersInMemory() };
  const methods = new Map<string | symbol, (...given: never[]) => unknown>(Object.entries(kept));
  return new Proxy({} as Storage, {
    get: (_, name) => {
      const method = methods.get(name);
      const missing = new StorageError('unavailable', `${String(name)} is not kept in memory.`);
      return (...given: never[]) => (method ? Promise.resolve(method(...given)) : Promise.reject(missing));
    },
  });
}

/** Replaces a row that still has this revision. */
function replace<Row extends Pick<DeviceGrant, 'id' | 'revision'>>(
  rows: Map<string, Row>,
  { id, revision }: Pick<DeviceGrant, 'id' | 'revision'>,
  change: Omit<Partial<Row>, 'id' | 'revision'>,
): ActResult {
  const row = rows.get(id);
  if (row?.revision !== revision) return 'conflict';
  rows.set(id, { ...row, ...change, revision: revision + 1 });
  return 'done';
}

function keysInMemory(): Keys {
  const keys = new Map<string, KeyRecord>();
  return {
    findById: (id) => keys.get(id),
    findByDigest: (digests) => [...keys.values()].find(({ digest }) => digests.includes(digest)),
    act({ insert }) {
      if (insert) keys.set(insert.id, insert);
      return 'done';
    },
    recordUsage: () => undefined,
    recordRefusals: () => undefined,
  };
}

function devicesInMemory(grants: Map<string, DeviceGrant>): Devices {
  return {
    insertDeviceGrant(grant) {
      grants.set(grant.id, grant);
      return 'done';
    },
    findDeviceGrant: (by) =>
      [...grants.values()].find((grant) =>
        'device' in by ? by.device.includes(grant.deviceDigest) : by.user.includes(grant.userDigest),
      ),
    findDeviceGrantById: (id) => grants.get(id),
    changeDeviceGrant: (grant, change) => replace(grants, grant, change),
  };
}

function sessionsInMemory(grants: Map<string, DeviceGrant>): Sessions {
  const sessions = new Map<string, SessionRecord>();
  const tokens = new Map<string, RefreshToken>();
  return {
    openSession({ session, refresh, consumed }) {
      const used = { status: 'used', approval: null } as const;
      if (consumed.kind !== 'device' || replace(grants, consumed, used) === 'conflict') return 'conflict';
      sessions.set(session.id, session);
      if (refresh) tokens.set(refresh.digest, refresh);
      return 'done';
    },
    findSession: (id) => sessions.get(id),
    findRefreshToken: (digests) => [...tokens.values()].find(({ digest }) => digests.includes(digest)),
    rotate({ sessionId: id, revision, change, parent, child }) {
      const used = tokens.get(parent.digest);
      if (used?.usedAt !== null || replace(sessions, { id, revision }, change) === 'conflict') return 'conflict';
      tokens.set(parent.digest, { ...used, ...parent, childDigest: child.digest });
      tokens.set(child.digest, child);
      return 'done';
    },
    recordAudit: () => undefined,
  };
}

function browsersInMemory(): Browsers {
  const interactions = new Map<string, Interaction>();
  return {
    insertInteraction: (interaction) => void interactions.set(interaction.id, interaction),
    findInteraction: (id) => interactions.get(id),
    changeInteraction: ({ state, ...row }) => replace(interactions, row, { state }),
    deleteInteraction: (id) => void interactions.delete(id),
  };
}
