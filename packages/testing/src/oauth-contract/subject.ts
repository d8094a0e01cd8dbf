/** An authorization server under test, fresh, with the built-in applications and no OpenID provider. */
export interface OAuthSubject {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Where it is; may carry a path. */
  readonly baseUrl: string;
  /** What its metadata calls it. Default `baseUrl`. */
  readonly issuer?: string;
  /** The text of a key with the role admin. */
  readonly adminKey: string;
  readonly clock: { now(): number; advance(ms: number): Promise<void> | void };
  /** Does what `/activate` does for whoever types the code and signs in there with the API key. */
  approve(userCode: string, apiKey: string): Promise<void>;
  /** Does what `/activate` does for whoever types the code, signs in with the API key and chooses Deny. */
  deny(userCode: string, apiKey: string): Promise<void>;
  /**
   * Opens an authorization request as a browser does, signs in there with the API key and allows it. Answers the address that
   * the browser is sent back to. Without it the tests of authorization codes are skipped, and say so.
   */
  authorize?(address: string, apiKey: string): Promise<string>;
  close(): Promise<void>;
}

/** One rule of the authorization server. */
export interface OAuthCase {
  /** A sentence of behaviour. */
  readonly name: string;
  /** `authorize`: only where the subject has it. */
  readonly needs?: 'authorize';
  readonly run: (subject: OAuthSubject) => Promise<void>;
}
