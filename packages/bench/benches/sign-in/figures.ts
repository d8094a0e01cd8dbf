import { CLIENT_IDS, GRANT_TYPES, OAUTH_PATHS, tokenAnswerSchema } from '@wicketgate/contract';
import type { Gateway } from '@wicketgate/gateway';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { createSigningKey } from '../../../gateway/src/adapters/ed25519.ts';
import { atLeast, type Figure, NO_GOAL } from '../../src/figure.ts';
import { OURS, row } from '../../src/row.ts';
import { timeClients, timeEach } from '../../src/timing.ts';
import { inTurns } from '../../src/turns.ts';
import { openOwnSignIns, type OwnSignIn, type OwnSignIns } from './own-sign-ins.ts';

const JOSE = 'jose';
const KNOWN_CHECKS = 200_000;
const NEW_TOKENS = 1_000;
const CLIENTS = 20;
const REFRESHES = 300;

const now = () => performance.now();

interface Room {
  readonly own: OwnSignIns;
  readonly signIns: readonly OwnSignIn[];
}

/** Checking access tokens, beside the signature check of jose alone, and refreshing sign-ins. */
export async function figures(): Promise<Figure[]> {
  const own = await openOwnSignIns();
  try {
    const room = { own, signIns: await own.signIn(NEW_TOKENS) };
    return [...(await knownTokenFigures(room)), ...(await newTokenFigures(room)), ...(await refreshFigures(room))];
  } finally {
    await own.close();
  }
}

/** A token that was verified a moment ago: nobody is asked, and no signature is checked. */
async function knownTokenFigures({ own, signIns }: Room): Promise<Figure[]> {
  const verifier = own.coldVerifier();
  const [{ accessToken } = nothing()] = signIns;
  const verify = async () => mustPass(await verifier.verify(accessToken, Date.now()));
  const measure = () => timeClients(verify, { clients: 1, total: KNOWN_CHECKS }, now);
  const medians = await inTurns([{ name: OURS, measure }]);
  const figure = 'verify a known access token in process';
  return [
    row(medians, { figure, unit: 'per second', metric: 'rate', goal: atLeast(150_000) }),
    row(medians, { figure: `${figure}, p99`, unit: 'µs', metric: 'p99', goal: NO_GOAL }),
  ];
}

/** Ours checks the signature and reads the sign-in and its key from the database; jose checks the signature and no more. */
async function newTokenFigures({ own, signIns }: Room): Promise<Figure[]> {
  const tokens = signIns.map(({ accessToken }) => accessToken);
  const keys = await Promise.all(own.signing.map(({ seed }) => createSigningKey(seed)));
  const keySet = createLocalJWKSet({ keys: keys.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', kid, x })) });
  const rules = { issuer: own.issuer, audience: own.issuer, algorithms: ['EdDSA'], typ: 'at+jwt' };
  const ours = () => {
    const verifier = own.coldVerifier();
    return tokens.map((token) => async () => mustPass(await verifier.verify(token, Date.now())));
  };
  const theirs = () => tokens.map((token) => () => jwtVerify(token, keySet, rules));
  const medians = await inTurns([
    { name: OURS, measure: () => timeEach(ours(), now) },
    { name: JOSE, measure: () => timeEach(theirs(), now) },
  ]);
  const figure = 'verify a new access token on node:sqlite, p50';
  return [row(medians, { figure, unit: 'µs', metric: 'p50', goal: NO_GOAL })];
}

/** Each client goes on with the token that it was given last. Every refresh commits before it is answered. */
async function refreshFigures({ own }: Room): Promise<Figure[]> {
  const gateway = await own.coldGateway();
  const measure = async () => {
    const idle = (await own.signIn(CLIENTS)).map(({ refreshToken }) => refreshToken);
    const refresh = async () => idle.push(await refreshed(gateway, idle.shift() ?? ''));
    return timeClients(refresh, { clients: CLIENTS, total: REFRESHES }, now);
  };
  const medians = await inTurns([{ name: OURS, measure }]);
  await gateway.close();
  const figure = `refresh sign-ins by ${CLIENTS} clients, over app.fetch`;
  return [
    row(medians, { figure, unit: 'per second', metric: 'rate', goal: NO_GOAL }),
    row(medians, { figure: `${figure}, p99`, unit: 'µs', metric: 'p99', goal: NO_GOAL }),
  ];
}

let refreshes = 0;

/** From an address of its own each time, so that no budget of an address ends the measurement. */
async function refreshed(gateway: Gateway, refreshToken: string): Promise<string> {
  refreshes++;
  const address = `10.${(refreshes >> 16) & 0xff}.${(refreshes >> 8) & 0xff}.${refreshes & 0xff}`;
  const form = { grant_type: GRANT_TYPES.refreshToken, refresh_token: refreshToken, client_id: CLIENT_IDS.cli };
  const request = new Request(`http://127.0.0.1:8787${OAUTH_PATHS.token}`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const response = await gateway.fetch(request, { address });
  if (response.status !== 200) throw new Error(`A refresh was answered with ${response.status}.`);
  return tokenAnswerSchema.parse(await response.json()).refresh_token ?? '';
}

/** What is refused is refused fast. */
function mustPass({ ok }: { readonly ok: boolean }): void {
  if (!ok) throw new Error('An access token was refused.');
}

function nothing(): never {
  throw new Error('Nobody is signed in.');
}
