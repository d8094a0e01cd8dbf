import type { Clock } from '@wicketgate/core';
import type { Settings } from '../ports/settings.ts';
import type { Dialogue } from '../ports/window.ts';
import { gatewayAddress } from '../rules/gateway-address.ts';
import { MESSAGES } from '../words/messages.ts';
import type { Translate } from '../words/notice.ts';
import type { GatewayFollower } from './gateway-follower.ts';
import type { GatewayInUse } from './gateway-in-use.ts';
import type { SessionFollower } from './session-follower.ts';
import { withinTime } from './time-limit.ts';

/** What a settings file that hangs may cost: the next conversation must not wait for it. */
const WRITE_TIMEOUT_MS = 5_000;

export interface AddressQuestionOptions {
  readonly options: { readonly name: string };
  /** Full name of the setting of the address. */
  readonly urlSetting: string;
  readonly follower: GatewayFollower;
  readonly session: SessionFollower;
  readonly dialogue: Dialogue;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly t: Translate;
  readonly signal: AbortSignal;
}

/** Asks for the address of the gateway where none can be asked, and goes there. Undefined when the person turned away. */
export async function askAddress(asking: AddressQuestionOptions): Promise<GatewayInUse | undefined> {
  const { dialogue, settings, options, urlSetting, follower, session, clock, signal, t } = asking;
  const present = settings.trusted(urlSetting);
  const text = await dialogue.askText({
    title: t(MESSAGES.urlTitle, options.name),
    prompt: t(MESSAGES.urlPrompt),
    placeholder: 'https://gateway.example.com',
    value: typeof present === 'string' ? present : '',
    check: (typed) => addressProblem(typed, t),
  });
  const address = gatewayAddress(text);
  if (!address.ok) return undefined;
  await withinTime({ clock, ms: WRITE_TIMEOUT_MS, signal }, () => settings.write(urlSetting, address.url));
  await follower.follow();
  if (session.gateway !== undefined) return session.gateway;
  throw new Error('The address of the gateway was written and does not take effect.');
}

function addressProblem(text: string, t: Translate): string | undefined {
  const address = gatewayAddress(text);
  if (address.ok) return undefined;
  return address.why === 'noUrl' ? t(MESSAGES.urlEmpty) : t(MESSAGES.badUrlDetail);
}
