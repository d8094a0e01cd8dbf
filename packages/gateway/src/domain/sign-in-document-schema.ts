import { clientIdSchema, ROLES, scopesSchema, TIERS } from '@wicketgate/contract';
import { isLoopbackHost } from '@wicketgate/core';
import * as z from 'zod/mini';
import { isPrivateUseRedirect } from './private-use-redirect.ts';

/** Where editors find the schema. */
export const SIGN_IN_SCHEMA_ID =
  'https://github.com/wicketgate/wicketgate/raw/main/packages/gateway/sign-in.schema.json';

/** Part of principals' ids, before a colon. */
const SOURCE_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
/** RFC 6749 appendix A.4. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;
const VISIBLE_ASCII = /^[\x21-\x7e]*$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Without controls, written so that it means the same with and without the flag `u`, which validators set or not. */
const LINE = new RegExp(String.raw`^[^\u0000-\u001f\u007f-\u009f]*$`);
/** Half a surrogate pair: no UTF-8. */
const HALF_PAIR = /\p{Cs}/u;

const line = (most: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(most),
    z.regex(LINE, 'must not hold control characters'),
    z.refine((text) => text.trim() === text, 'must not begin or end with white space'),
    z.refine((text) => !HALF_PAIR.test(text), 'must not hold half a character'),
  );

const described = (words: string) => z.describe(words);

const sourceName = z
  .string()
  .check(z.regex(SOURCE_NAME, 'must be 1 to 32 of a-z, 0-9, "_" and "-", and begin with none of the last two'));

const issuer = z
  .string()
  .check(
    z.maxLength(512),
    z.refine(isIssuer, 'must be an https URL (http for loopback alone) without user, query or fragment'),
    described('The issuer, letter by letter as the provider names itself: https, or http on loopback.'),
  );

const granted = {
  tier: z._default(z.enum(TIERS), 'free').check(described('What the person paid for.')),
  role: z._default(z.enum(ROLES), 'user').check(described('What the person may administer.')),
  scopes: z._default(scopesSchema, []).check(described('What the person may do that needs a scope.')),
};

const groupRuleSchema = z
  .strictObject({
    groups: z
      .array(line(255))
      .check(z.minLength(1), z.maxLength(200), described('Any of these groups. "*" is everybody who signs in.')),
    ...granted,
  })
  .check(
    z.refine(({ groups, role }) => role !== 'admin' || !groups.includes('*'), {
      path: ['role'],
      error: 'must not be admin for everybody: name the groups',
    }),
  );

const providerSchema = z
  .strictObject({
    id: sourceName.check(described("Part of people's ids: never change it once somebody has signed in.")),
    name: line(80).check(described('What the button says.')),
    issuer,
    client_id: z
      .string()
      .check(z.minLength(1), z.maxLength(255), z.regex(VISIBLE_ASCII, 'must be visible ASCII'))
      .check(described('What the provider calls this gateway.')),
    client_secret: z.optional(
      z
        .string()
        .check(
          z.minLength(1),
          z.maxLength(1_024),
          described('With it nobody but its owner may read the file. Left out for a public client.'),
        ),
    ),
    client_secret_env: z.optional(
      z.string().check(
        z.regex(VARIABLE, 'must be the name of a variable'),
        z.refine((name) => !name.startsWith('WICKETGATE_'), 'must not begin with WICKETGATE_: those are settings'),
        described('The variable that holds the client secret, instead of client_secret.'),
      ),
    ),
    scopes: z
      ._default(
        z.array(z.string().check(z.regex(SCOPE_TOKEN, 'must be a scope as RFC 6749 writes it'))).check(
          z.maxLength(50),
          z.refine((scopes) => scopes.includes('openid'), 'must name openid'),
        ),
        ['openid', 'profile', 'email', 'offline_access'],
      )
      .check(described('What is asked for at the provider.')),
    groups_claim: z
      ._default(line(200), 'groups')
      .check(described('The claim that lists the groups, for instance groups or realm_access.roles.')),
    rules: z
      .array(groupRuleSchema)
      .check(z.minLength(1), z.maxLength(200), described('Who may come in. The first rule that fits is the one.')),
    unchecked_seconds: z
      ._default(z.int().check(z.minimum(0), z.maximum(2_592_000)), 86_400)
      .check(described('How long a sign-in lasts whose membership cannot be asked for again.')),
  })
  .check(
    z.refine(
      ({ client_secret: secret, client_secret_env: variable }) => secret === undefined || variable === undefined,
      {
        path: ['client_secret_env'],
        error: 'must not stand beside client_secret',
      },
    ),
  );

const clientSchema = z.strictObject({
  id: clientIdSchema.check(described('What the application sends as client_id.')),
  name: line(80).check(described('What people read on the page.')),
  redirect_uris: z
    ._default(
      z
        .array(
          z
            .string()
            .check(
              z.maxLength(512),
              z.refine(
                isPrivateUseRedirect,
                'must be an address of a private-use scheme, such as vscode://publisher.name/signed-in; loopback needs no entry',
              ),
            ),
        )
        .check(z.maxLength(20)),
      [],
    )
    .check(described('Exact addresses of a private-use scheme (RFC 8252 section 7.1). Loopback needs no entry.')),
});

const federationSchema = z.strictObject({
  name: sourceName.check(described("Part of workloads' ids, as a provider's id is of people's.")),
  issuer,
  audience: line(255).check(described('The aud of the tokens that are taken.')),
  claims: z.record(z.string(), line(500)).check(
    z.refine((claims) => Object.keys(claims).length <= 20, 'must have at most 20 members'),
    z.refine(narrows, 'must hold a claim that is not "*" alone: it would let in every workload of the platform'),
    described('Claims that must be there, each exactly, or with * for any run of characters.'),
  ),
  ...granted,
  ttl_seconds: z
    ._default(z.int().check(z.minimum(60), z.maximum(3_600)), 900)
    .check(described('Seconds that the access token lasts.')),
});

/** The sign-in file. */
export const signInDocumentSchema = z.strictObject({
  $schema: z.optional(z.string().check(z.maxLength(2_048))),
  accept_keys: z.optional(
    z.boolean().check(described('Whether the page takes an API key too. Always without a provider.')),
  ),
  providers: z
    ._default(z.array(providerSchema).check(z.maxLength(20)), [])
    .check(described('OpenID providers that tell who a person is.')),
  clients: z
    ._default(z.array(clientSchema).check(z.maxLength(100)), [])
    .check(described('Applications beside the command and the extension. All are public clients.')),
  federation: z
    ._default(z.array(federationSchema).check(z.maxLength(100)), [])
    .check(
      described('Workloads that come in by a token of their platform (RFC 8693). The first rule that fits is the one.'),
    ),
});
export type SignInDocument = z.output<typeof signInDocumentSchema>;

/** The schema as JSON Schema, draft 2020-12: what `sign-in.schema.json` holds. */
export function signInJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(signInDocumentSchema, { target: 'draft-2020-12', io: 'input' });
  const title = 'Sign-in of a Wicketgate gateway';
  const description = 'What WICKETGATE_SIGN_IN_FILE names: how people and workloads sign in.';
  return { $schema, $id: SIGN_IN_SCHEMA_ID, title, description, ...rest };
}

/** OpenID Connect Discovery 1.0 section 4.1; plain http where nobody else can listen. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || /[\s?#\\]/.test(text) || url.username + url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

function narrows(claims: Readonly<Record<string, string>>): boolean {
  return Object.values(claims).some((value) => !/^\**$/.test(value));
}
