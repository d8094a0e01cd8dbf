import { SharedWork } from '../../rules/auth/shared-work.ts';
import type { TokenRecord } from '../../rules/auth/token-record.ts';
import { McpError } from '../../words/errors.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import type { Refresher } from './oauth-refresh.ts';
import { askPerson } from './sign-in.ts';

/** After a sign-in that failed nobody is asked again by a call. */
const CALM_MS = 300_000;

/** Asks the person, one sign-in at a time however many want it, and keeps what comes of it. */
export class PersonDesk {
  readonly #refresher: Refresher;
  /** Ends a sign-in that waits. */
  readonly #closing: AbortSignal;
  readonly #signIns = new SharedWork<TokenRecord>();
  #calmUntil = 0;

  constructor(refresher: Refresher, closing: AbortSignal) {
    this.#refresher = refresher;
    this.#closing = closing;
  }

  /**
   * Undefined where nobody can be asked, or was and it came to nothing: calls must not open a browser each. Nor may they where a
   * server names another scope each time: whoever comes while a person is being asked gets what they answer.
   */
  async askOnce(server: AuthorizationServer, scope: string | undefined): Promise<TokenRecord | undefined> {
    const { prompt, listen, clock } = this.#refresher.settings;
    const canAsk = (prompt.open !== undefined && listen !== undefined) || prompt.showCode !== undefined;
    return canAsk && clock.now() >= this.#calmUntil ? this.ask(server, scope) : undefined;
  }

  ask(server: AuthorizationServer, scope: string | undefined): Promise<TokenRecord> {
    return this.#signIns.join('sign-in', async () => {
      try {
        const record = await this.#askPatiently(server, scope);
        this.#calmUntil = 0;
        return record;
      } catch (error) {
        this.#calmUntil = this.#refresher.settings.clock.now() + CALM_MS;
        throw error;
      }
    });
  }

  async #askPatiently(server: AuthorizationServer, scope: string | undefined): Promise<TokenRecord> {
    const { clock, patienceMs } = this.#refresher.settings;
    const patience = new AbortController();
    const settled = new AbortController();
    const end = () => patience.abort(this.#closing.reason);
    this.#closing.addEventListener('abort', end, { once: true });
    clock.sleep(patienceMs, settled.signal).then(
      () => patience.abort(new McpError('timeout', 'Nobody signed in in time. Try again.')),
      () => undefined,
    );
    try {
      this.#closing.throwIfAborted();
      return await this.#kept(await askPerson(this.#refresher, { server, scope, signal: patience.signal }));
    } finally {
      settled.abort();
      this.#closing.removeEventListener('abort', end);
    }
  }

  async #kept(record: TokenRecord): Promise<TokenRecord> {
    const { shelf, held } = this.#refresher;
    held.record = record;
    await shelf.exclusively(() => shelf.save(record));
    held.isUnsaved = false;
    return record;
  }
}
