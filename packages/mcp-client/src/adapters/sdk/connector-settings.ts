import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Logger } from '@wicketgate/core';
import type { ServerRequestHandlers } from '../../words/server-requests.ts';

/** What every connector takes. */
export interface ConnectorSettings {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger?: Logger | undefined;
  /** What servers may ask of this client. Default: nothing. */
  readonly handlers?: ServerRequestHandlers | undefined;
  /** What this client calls itself. Default: `wicketgate`. */
  readonly clientInfo?: { readonly name: string; readonly version: string; readonly title?: string } | undefined;
  /** `listen`: hear of changed tools while connected. `ignore`: no stream is opened for it. Default: `listen`. */
  readonly changes?: 'listen' | 'ignore' | undefined;
}
