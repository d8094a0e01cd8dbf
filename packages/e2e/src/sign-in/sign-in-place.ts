import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type OpenIdPerson, type OpenIdProvider, startOpenIdProvider } from '@wicketgate/testing/openid';
import { Provider as OidcProvider } from 'oidc-provider';
import type { Cleanup } from '../cleanup.ts';
import type { Environment } from '../environment.ts';
import { freePort } from '../free-port.ts';
import { type RunningGateway, startGateway } from '../gateway.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** What the provider of the tests is called on buttons. */
export const PROVIDER_NAME = 'Acme';

/** The first rule that fits decides. */
const RULES = [
  { groups: ['operators'], tier: 'enterprise', role: 'admin', scopes: ['releases:read', 'mcp:call'] },
  { groups: ['staff'], tier: 'pro', scopes: ['releases:read'] },
];

export interface SignInPlaceOptions {
  readonly people: readonly OpenIdPerson[];
  readonly cleanup: Cleanup;
  /** Where clients and browsers find the gateway; default where it listens. */
  readonly publicUrl?: string;
  /** Where the gateway listens; default a free port. */
  readonly port?: number;
  readonly settings?: Environment;
  /** Rules for workloads, as the sign-in file writes them. */
  readonly federation?: readonly object[];
  readonly clientSecret?: string;
  /** Default that of `oidc-provider`. */
  readonly Provider?: typeof OidcProvider;
}

/** A gateway in a process of its own, and the OpenID provider that it asks who people are. */
export interface SignInPlace {
  readonly gateway: RunningGateway;
  readonly provider: OpenIdProvider;
  readonly dataFolder: string;
}

export async function openSignInPlace(options: SignInPlaceOptions): Promise<SignInPlace> {
  const { people, cleanup, settings, federation = [], clientSecret, Provider = OidcProvider } = options;
  const port = options.port ?? (await freePort());
  const publicUrl = options.publicUrl ?? `http://127.0.0.1:${port}`;
  const redirectUris = [`${publicUrl}/signin/callback/acme`];
  const provider = await quietly(() =>
    startOpenIdProvider(Provider, { people, redirectUris, ...(clientSecret !== undefined && { clientSecret }) }),
  );
  cleanup.defer(() => provider.close());
  const folder = await temporaryFolder('sign-in-place', cleanup);
  const dataFolder = path.join(folder, 'data');
  const file = path.join(folder, 'sign-in.json');
  await writeFile(file, JSON.stringify(documentOf(provider, federation)));
  const gateway = await startGateway({
    dataFolder,
    port,
    cleanup,
    settings: {
      WICKETGATE_PUBLIC_URL: publicUrl,
      WICKETGATE_SIGN_IN_FILE: file,
      OIDC_SECRET: provider.clientSecret,
      ...settings,
    },
  });
  return { gateway, provider, dataFolder };
}

function documentOf({ issuer, clientId }: OpenIdProvider, federation: readonly object[]): object {
  const provider = {
    id: 'acme',
    name: PROVIDER_NAME,
    issuer,
    client_id: clientId,
    client_secret_env: 'OIDC_SECRET',
    rules: RULES,
  };
  return { providers: [provider], accept_keys: true, federation };
}

/** It warns that it is set up for tests alone. */
async function quietly<T>(start: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await start();
  } finally {
    console.warn = warn;
  }
}
