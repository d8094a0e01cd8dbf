import { installPeers } from '../peer-packages.ts';
import { openOwnGateway, type OwnGateway } from './own-gateway.ts';
import { type BetterAuth, openBetterAuth, openPrefixedApiKey, type PrefixedApiKey } from './peers.ts';

/** Everybody who takes part, with keys of their own. */
export interface Room {
  readonly own: OwnGateway;
  readonly betterAuth: BetterAuth;
  readonly prefixed: PrefixedApiKey;
  /** Valid keys of each, the first of them also used as the one that everybody calls with. */
  readonly ownKeys: readonly [string, ...string[]];
  readonly peerKeys: readonly [string, ...string[]];
}

export const BETTER_AUTH = 'better-auth';
export const PREFIXED = 'prefixed-api-key';

const OWN_KEYS = 500;
const PEER_KEYS = 200;

export async function withRoom<Result>(work: (room: Room) => Promise<Result>): Promise<Result> {
  const installed = await installPeers();
  const own = await openOwnGateway();
  const betterAuth = await openBetterAuth(installed);
  try {
    const prefixed = await openPrefixedApiKey(installed);
    const [ownKeys, peerKeys] = [await own.mint(OWN_KEYS), await betterAuth.mint(PEER_KEYS)];
    return await work({ own, betterAuth, prefixed, ownKeys: filled(ownKeys), peerKeys: filled(peerKeys) });
  } finally {
    await own.close();
    await betterAuth.close();
  }
}

function filled(keys: readonly string[]): readonly [string, ...string[]] {
  const [first, ...rest] = keys;
  if (first === undefined) throw new Error('No key was made.');
  return [first, ...rest];
}

export const now = () => performance.now();

export function repeat<Call>(count: number, call: Call): Call[] {
  return Array.from({ length: count }, () => call);
}
