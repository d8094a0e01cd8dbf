import type { Logger } from '@wicketgate/core';
import type { Settings } from '../ports/settings.ts';
import { type GatewayAddress, gatewayAddress } from '../rules/gateway-address.ts';
import type { GateMachine } from './gate-machine.ts';
import type { GatewayInUse, Gateways } from './gateway-in-use.ts';
import { SerialWork } from './serial-work.ts';
import type { SessionFollower } from './session-follower.ts';

export interface GatewayFollowerOptions {
  readonly gateways: Gateways;
  readonly session: SessionFollower;
  readonly machine: GateMachine;
  readonly settings: Settings;
  readonly logger: Logger;
  /** The fixed address of the gateway; undefined: the setting says it. */
  readonly url: string | undefined;
  /** Full name of the setting. */
  readonly urlSetting: string;
  /** Runs when a gateway comes into use, or when none can be, before its session is looked at. */
  readonly prepare: (gateway: GatewayInUse | undefined) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Follows the address of the gateway. */
export class GatewayFollower {
  readonly #options: GatewayFollowerOptions;
  readonly #serial = new SerialWork();
  #address: GatewayAddress | undefined;

  constructor(options: GatewayFollowerOptions) {
    this.#options = options;
  }

  /** Goes to the address that is set now. */
  follow(): Promise<void> {
    return this.#serial.run(() => this.#follow());
  }

  async #follow(): Promise<void> {
    const { session, signal, prepare } = this.#options;
    const address = this.#readAddress();
    if (signal.aborted || isSame(address, this.#address)) return;
    const isFirst = this.#address === undefined;
    this.#address = address;
    session.leave();
    if (address.ok) {
      await this.#go(address, { isFirst });
      return;
    }
    session.missing(address.why, 'background');
    await prepare(undefined);
  }

  async #go(address: { readonly url: string; readonly origin: string }, { isFirst }: { readonly isFirst: boolean }) {
    const { gateways, session, machine, prepare, signal } = this.#options;
    // Who was signed in at the old address must not look so while the new one is looked at.
    if (!isFirst) machine.dispatch([{ type: 'sessionFound', subject: machine.subject + 1 }], 'background');
    const gateway = gateways.open(address);
    await prepare(gateway);
    if (signal.aborted) {
      gateway.checker.close();
      return;
    }
    session.use(gateway);
    await session.look();
  }

  #readAddress(): GatewayAddress {
    const { url, settings, urlSetting, logger } = this.#options;
    try {
      return gatewayAddress(url ?? settings.trusted(urlSetting));
    } catch (error) {
      logger.error({ error }, 'the address of the gateway could not be read');
      return { ok: false, why: 'noUrl' };
    }
  }
}

function isSame(one: GatewayAddress, other: GatewayAddress | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
