import { Secret } from '@wicketgate/core';
import { BUILT_IN_CLIENTS } from './built-in-clients.ts';
import { wordsOf } from './issue-words.ts';
import type { FederationRule, GroupRule, OAuthClient, ProviderConfig, SignInConfig } from './sign-in-config.ts';
import { type SignInDocument, signInDocumentSchema } from './sign-in-document-schema.ts';

/** What is wrong with one member, by its path: `providers[0].issuer`. Values are never repeated. */
export interface SignInProblem {
  readonly path: string;
  readonly message: string;
}

export type SignInResult =
  | {
      readonly ok: true;
      readonly config: SignInConfig;
      /** Whether a client secret stands in the text: then it is nobody's to read but its owner's. */
      readonly holdsSecret: boolean;
    }
  | { readonly ok: false; readonly problems: readonly SignInProblem[]; readonly holdsSecret: boolean };

type Environment = Readonly<Record<string, string | undefined>>;
type ProviderText = SignInDocument['providers'][number];

/** Reads the sign-in file, and what it names in the environment, and reports everything that is wrong at once. */
export function parseSignIn(text: string, environment: Environment): SignInResult {
  const json = parseJson(text);
  // Of the whole text, as JSON writes it without escapes: whatever else is wrong with it, a secret is a secret.
  const holdsSecret = /"client_secret"\s*:/.test(json === undefined ? text : JSON.stringify(json));
  if (json === undefined) return { ok: false, holdsSecret, problems: [{ path: '', message: 'must be JSON' }] };
  const parsed = signInDocumentSchema.safeParse(json, { error: wordsOf });
  if (!parsed.success) return { ok: false, holdsSecret, problems: parsed.error.issues.flatMap(problemsOf) };
  const problems = [...repeated(parsed.data), ...unreachable(parsed.data), ...unset(parsed.data, environment)];
  if (problems.length > 0) return { ok: false, holdsSecret, problems };
  return { ok: true, holdsSecret, config: toConfig(parsed.data, environment) };
}

function toConfig(document: SignInDocument, environment: Environment): SignInConfig {
  return {
    providers: document.providers.map((provider) => toProvider(provider, environment)),
    clients: [...BUILT_IN_CLIENTS, ...document.clients.map(toClient)],
    federation: document.federation.map(toFederation),
    acceptsKeys: document.accept_keys ?? document.providers.length === 0,
  };
}

function toProvider(provider: ProviderText, environment: Environment): ProviderConfig {
  const secret = provider.client_secret ?? environment[provider.client_secret_env ?? ''];
  return {
    id: provider.id,
    name: provider.name,
    issuer: provider.issuer,
    clientId: provider.client_id,
    clientSecret: secret === undefined ? undefined : new Secret(secret),
    scopes: provider.scopes,
    groupsClaim: provider.groups_claim,
    rules: provider.rules.map(({ groups, tier, role, scopes }): GroupRule => ({ groups, tier, role, scopes })),
    uncheckedSeconds: provider.unchecked_seconds,
  };
}

function toClient({ id, name, redirect_uris: redirectUris }: SignInDocument['clients'][number]): OAuthClient {
  return { id, name, redirectUris };
}

function toFederation({ ttl_seconds: ttlSeconds, ...rule }: SignInDocument['federation'][number]): FederationRule {
  return { ...rule, ttlSeconds };
}

/** Two of one name would be one: their people, workloads or redirect addresses could not be told apart. */
function repeated({ providers, clients, federation }: SignInDocument): SignInProblem[] {
  const sources = [
    ...providers.map(({ id }, at) => ({ name: id, path: `providers[${at}].id` })),
    ...federation.map(({ name }, at) => ({ name, path: `federation[${at}].name` })),
  ];
  const applications = [
    ...BUILT_IN_CLIENTS.map(({ id }) => ({ name: id, path: '' })),
    ...clients.map(({ id }, at) => ({ name: id, path: `clients[${at}].id` })),
  ];
  return [sources, applications].flatMap((named) =>
    named
      .filter(({ name }, at) => named.findIndex((other) => other.name === name) < at)
      .map(({ path }) => ({ path, message: 'is taken: each provider, rule and application has a name of its own' })),
  );
}

function unreachable({ accept_keys: acceptsKeys, providers }: SignInDocument): SignInProblem[] {
  if (acceptsKeys !== false || providers.length > 0) return [];
  return [{ path: 'accept_keys', message: 'must not be false without a provider: nobody could sign in' }];
}

function unset({ providers }: SignInDocument, environment: Environment): SignInProblem[] {
  return providers.flatMap(({ client_secret_env: variable }, at) =>
    variable === undefined || (environment[variable] ?? '') !== ''
      ? []
      : [{ path: `providers[${at}].client_secret_env`, message: 'names a variable that is not set' }],
  );
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function problemsOf({ code, path, message, keys = [] }: Issue): SignInProblem[] {
  if (code !== 'unrecognized_keys') return [{ path: pathOf(path), message }];
  return keys.map((key) => ({ path: pathOf([...path, key]), message: 'is not known' }));
}

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${shown(String(part))}`)).join('');
  return text.replace(/^\./, '');
}

/** The name of a member comes from the file, and may be anything that was pasted there. */
function shown(name: string): string {
  return /^[A-Za-z$][A-Za-z0-9_$-]{0,39}$/.test(name) ? name : '(another member)';
}

function parseJson(text: string): unknown {
  try {
    // A byte order mark is what some editors begin with.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // Not kept as the cause: a syntax error quotes the text around it, which may be secret here.
    return undefined;
  }
}
