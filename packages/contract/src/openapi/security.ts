import { OAUTH_PATHS } from '../oauth.ts';

/** Either of the two will do. */
export const CREDENTIAL = [{ apiKey: [] }, { accessToken: [] }];

/** The Security Scheme Objects (OpenAPI 3.1 section 4.8.27) of a gateway at this address. */
export function securitySchemes(url: string) {
  return {
    apiKey: {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key of this gateway, as `Authorization: Bearer <key>`. Never in the address.',
    },
    accessToken: {
      type: 'oauth2',
      description:
        'The access token of a sign-in, as `Authorization: Bearer <token>`, or as `DPoP <token>` with a proof when it is bound to a key (RFC 9449). Devices without a browser use `/api/v1/auth/device/code` (RFC 8628).',
      flows: {
        authorizationCode: {
          authorizationUrl: url + OAUTH_PATHS.authorize,
          tokenUrl: url + OAUTH_PATHS.token,
          refreshUrl: url + OAUTH_PATHS.token,
          // What a scope means is for the tools behind the gateway to say: there is no closed list.
          scopes: {},
        },
      },
    },
  };
}
