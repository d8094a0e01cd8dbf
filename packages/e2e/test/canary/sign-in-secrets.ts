import { ACCESS_TOKEN_TYPE } from '@wicketgate/contract';
import type { Exchange } from '../../src/exchange.ts';
import { type PlantedSecret, secretText } from '../../src/planted-secrets.ts';
import type { CanaryPlace } from './sign-in-place.ts';

const KINDS: Readonly<Record<string, string>> = {
  rt: 'refresh token',
  dc: 'device code',
  ac: 'authorization code',
};
const OPAQUE = /wg_(rt|dc|ac)_([0-9A-Za-z]{43})/g;
const SIGNED = /(eyJ[\w-]+)\.[\w-]+\.([\w-]{40,})/g;

/** Every secret that went over a wire: between the command, browsers and the gateway, and between it and the provider. */
export function secretsOnTheWire({ proxy, provided }: Pick<CanaryPlace, 'proxy' | 'provided'>): PlantedSecret[] {
  const ours = proxy.exchanges.flatMap((exchange) => [...opaqueIn(exchange), ...inExchange(exchange)]);
  const theirs = [
    ...provided.requests.flatMap((form) => inForm('upstream ', form)),
    ...provided.answers.flatMap(inProviderAnswer),
  ];
  return distinct([...ours, ...theirs]);
}

/** The whole text of the last token or code of a kind that has been given. */
export function lastOpaque(exchanges: readonly Exchange[], kind: 'rt' | 'dc' | 'ac'): string {
  const found = exchanges.flatMap(({ answer }) => [...answer.matchAll(OPAQUE)].filter(([, each]) => each === kind));
  return found.at(-1)?.[0] ?? '';
}

/** Characters of a signature that are looked for; those of RSA are long. */
const SIGNATURE = 48;

/** A signed token by its signature: the rest is worth nothing without it, and its header is everywhere the same. */
export function signedToken(name: string, token: string): PlantedSecret {
  return secretText(name, token.slice(token.lastIndexOf('.') + 1).slice(0, SIGNATURE));
}

function opaqueIn({ target, request, answer, headers }: Exchange): PlantedSecret[] {
  const text = [target, request, answer, ...Object.values(headers)].join('\n');
  return [...text.matchAll(OPAQUE)].map(([, kind = '', secret = '']) => secretText(KINDS[kind] ?? kind, secret));
}

function inExchange({ target, request, answer, headers }: Exchange): PlantedSecret[] {
  const cookie = /wicketgate=([\w-]{20,})/.exec(headers['set-cookie'] ?? '')?.[1];
  const upstreamCode = /^\/signin\/callback\/.*[?&]code=([\w-]{20,})/.exec(target)?.[1];
  return [
    ...inForm('', request),
    ...accessTokensIn(answer),
    ...(cookie === undefined ? [] : [secretText('cookie', cookie)]),
    ...(upstreamCode === undefined ? [] : [secretText('upstream authorization code', upstreamCode)]),
  ];
}

function inForm(prefix: string, form: string): PlantedSecret[] {
  const verifier = new URLSearchParams(form).get('code_verifier');
  return verifier === null ? [] : [secretText(`${prefix}code verifier`, verifier)];
}

/** A receipt is signed as well, and opens nothing. */
function accessTokensIn(answer: string): PlantedSecret[] {
  const tokens = [...answer.matchAll(SIGNED)].filter(([, head = '']) =>
    Buffer.from(head, 'base64url').toString().includes(ACCESS_TOKEN_TYPE),
  );
  return tokens.map(([token]) => signedToken('access token', token));
}

function inProviderAnswer(answer: string): PlantedSecret[] {
  const { access_token: access, refresh_token: refresh, id_token: id } = JSON.parse(answer) as Record<string, string>;
  return [
    ...(access === undefined ? [] : [secretText('upstream access token', access)]),
    ...(refresh === undefined ? [] : [secretText('upstream refresh token', refresh)]),
    ...(id === undefined ? [] : [signedToken('upstream ID token', id)]),
  ];
}

function distinct(secrets: readonly PlantedSecret[]): PlantedSecret[] {
  return [...new Map(secrets.map((secret) => [`${secret.name} ${secret.bytes.toString()}`, secret])).values()];
}
