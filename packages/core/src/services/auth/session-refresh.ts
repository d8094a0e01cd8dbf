import { tokenAge } from '../../rules/token-life.ts';
import { isLater, type SessionRecord } from '../../rules/session-record.ts';
import { WicketgateError } from '../../words/errors.ts';
import type { Secret } from '../../words/secret.ts';
import type { HttpSettings } from '../http-options.ts';
import type { Identify } from './identify.ts';
import { isLockTimeout, type SessionShelf } from './session-shelf.ts';
import type { SessionState } from './session-state.ts';
import type { ServerFinder } from './sign-in-server.ts';
import { isEndOfGrant, requestRefresh } from './token-endpoint.ts';

export interface Refresher {
  readonly http: HttpSettings;
  readonly find: ServerFinder;
  readonly shelf: SessionShelf;
  readonly state: SessionState;
  readonly identify: Identify;
}

/** What stands in the store: nothing, a token that is not worn, or a worn one. */
type Finding =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'better'; readonly record: SessionRecord }
  | { readonly kind: 'worn'; readonly record: SessionRecord };

/**
 * A record newer than the one with this access token: another process's, or a refreshed one; undefined when nobody is signed
 * in any more. Throws when the gateway or the store cannot be asked, and then nothing has changed.
 */
export async function refreshed(refresher: Refresher, worn: Secret): Promise<SessionRecord | undefined> {
  const finding = await look(refresher, worn);
  if (finding.kind !== 'worn') return recordOf(finding);
  // Before the lock, which others wait for.
  if (finding.record.refreshToken !== undefined) await refresher.find();
  try {
    return await refresher.shelf.exclusively(() => refreshAlone(refresher, worn));
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    const late = await look(refresher, worn);
    if (late.kind === 'worn') throw error;
    return recordOf(late);
  }
}

function recordOf(finding: Exclude<Finding, { readonly kind: 'worn' }>): SessionRecord | undefined {
  return finding.kind === 'better' ? finding.record : undefined;
}

/**
 * What the store has, learned. What could not be stored yet counts before an older form of itself. Read again when this process
 * has stored or forgotten something meanwhile: what was read may be older than that.
 */
export async function readRecord({
  shelf,
  state,
}: Pick<Refresher, 'shelf' | 'state'>): Promise<SessionRecord | undefined> {
  const load = async (): Promise<SessionRecord | undefined> => {
    const { changes } = state;
    const stored = await shelf.load();
    return state.changes === changes ? stored : load();
  };
  const record = state.newest(await load());
  if (record === undefined) state.forget('elsewhere');
  else if (record !== state.record) state.learn(record);
  return record;
}

async function look(refresher: Refresher, worn: Secret): Promise<Finding> {
  const record = await readRecord(refresher);
  if (record === undefined) return { kind: 'nobody' };
  const isWorn =
    record.accessToken.reveal() === worn.reveal() || tokenAge(record, refresher.http.clock.now()) === 'over';
  return { kind: isWorn ? 'worn' : 'better', record };
}

/** Within the lock: nobody else refreshes now. */
async function refreshAlone(refresher: Refresher, worn: Secret): Promise<SessionRecord | undefined> {
  const finding = await look(refresher, worn);
  if (finding.kind !== 'worn') return recordOf(finding);
  const { record } = finding;
  if (record.refreshToken === undefined) return endHere(refresher);
  const withToken = { ...record, refreshToken: record.refreshToken };
  try {
    return await rotate(refresher, withToken);
  } catch (error) {
    if (!isEndOfGrant(error)) throw error;
    return afterRefusal(refresher, withToken);
  }
}

async function rotate(
  refresher: Refresher,
  record: SessionRecord & { readonly refreshToken: Secret },
): Promise<SessionRecord> {
  const { http, find, shelf, state, identify } = refresher;
  const server = await find();
  if (server.issuer !== record.issuer) {
    throw new WicketgateError('wrong_issuer', 'The gateway at this URL is not the one that signed in. Sign in again.');
  }
  const tokens = await requestRefresh(http, server, record);
  const { signIn, generation, person } = record;
  const next = { ...tokens, signIn, generation: generation + 1, savedAt: http.clock.now(), person };
  // Held before it is stored: the old refresh token is used up, and the new one must not be lost with a full disk.
  state.learn(next, 'unsaved');
  await saveHeld({ shelf, state, http });
  if (next.person === undefined) await learnPerson({ shelf, state, http, identify }, next);
  return next;
}

async function learnPerson(
  { shelf, state, http, identify }: Pick<Refresher, 'shelf' | 'state' | 'http' | 'identify'>,
  record: SessionRecord,
): Promise<void> {
  const person = await identify(record);
  if (person === undefined) return;
  state.learn({ ...record, person }, 'unsaved');
  await saveHeld({ shelf, state, http });
}

/**
 * Stores what is held, where the store does not have it. A store that fails is told to the logger: this process goes on with
 * what it holds, and tries again. What it does not get stored before it ends is lost to everybody, and so is the sign-in.
 */
async function saveHeld({ shelf, state, http }: Pick<Refresher, 'shelf' | 'state' | 'http'>): Promise<void> {
  const { record } = state;
  if (record === undefined || !state.isUnsaved) return;
  try {
    await shelf.save(record);
    if (state.record === record) state.learn(record, 'saved');
  } catch {
    http.logger?.warn({}, 'the refreshed sign-in could not be stored; this process goes on with it and tries again');
  }
}

/** Stores what is held unless somebody signed in or out meanwhile. Throws when it is still not stored. */
export async function saveAgain({ shelf, state }: Pick<Refresher, 'shelf' | 'state'>): Promise<void> {
  await shelf.exclusively(async () => {
    const stored = await shelf.load();
    const held = state.record;
    if (held === undefined || !state.isUnsaved) return;
    if (stored === undefined) state.forget('elsewhere');
    else if (!isLater(held, stored)) state.learn(stored);
    else {
      await shelf.save(held);
      state.learn(held);
    }
  });
}

/** Cleared only while the refused token is still the one that is stored: a newer sign-in is somebody's. */
async function afterRefusal(refresher: Refresher, refused: SessionRecord): Promise<SessionRecord | undefined> {
  const stored = await refresher.shelf.load();
  const isOther = stored !== undefined && stored.refreshToken?.reveal() !== refused.refreshToken?.reveal();
  if (!isOther || isLater(refused, stored)) return endHere(refresher);
  refresher.state.learn(stored);
  return stored;
}

/** The sign-in is over, for all who share the store. */
async function endHere({ shelf, state }: Refresher): Promise<undefined> {
  await shelf.clear();
  state.forget('refused');
}
