declare module 'oidc-provider' {
  export class Provider {
    constructor(issuer: string, configuration: object);
    callback(): (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => unknown;
    readonly AccessToken: {
      find(token: string): Promise<{ readonly aud?: string | readonly string[]; readonly scope?: string } | undefined>;
    };
  }
}
