import type { RandomBytes } from '@wicketgate/contract';
import type { Logger } from '@wicketgate/core';
import type { Limits } from '../../domain/key-record.ts';
import type { OAuthClient } from '../../domain/sign-in-config.ts';
import type { Digests } from '../../ports/digests.ts';
import type { Limiter } from '../../ports/limiter.ts';
import type { DeviceGrants } from '../../services/device-grants.ts';
import type { Interactions } from '../../services/interactions.ts';
import type { SignInFlow } from '../../services/sign-in-flow.ts';
import { createBrowserState } from '../browser-state.ts';
import type { Mounting } from '../mount.ts';
import { createPageAnswers } from '../page-answers.ts';
import { createTryBudget } from '../try-budget.ts';
import { mountActivate } from './activate-routes.ts';
import { mountAuthorize } from './authorize-routes.ts';
import { mountCallback } from './callback-routes.ts';
import { mountSignIn } from './sign-in-routes.ts';

/** What the pages act by. */
export interface PageServices {
  readonly publicUrl: string;
  readonly clients: readonly OAuthClient[];
  readonly devices: DeviceGrants;
  readonly interactions: Interactions;
  readonly flow: SignInFlow;
  readonly digests: Digests;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

export interface PageParts extends PageServices {
  readonly limiter: Limiter;
  /** How many refused credentials an address may present. */
  readonly refusedPerAddress: Limits;
}

/** The pages on which people sign in. */
export function mountPages(mounting: Mounting, parts: PageParts): void {
  const shared = {
    ...parts,
    browsers: createBrowserState(parts),
    answers: createPageAnswers(parts.logger),
    tries: createTryBudget(parts.limiter),
    clientName: (id: string) => parts.clients.find((client) => client.id === id)?.name ?? id,
  };
  mountActivate(mounting, shared);
  mountAuthorize(mounting, shared);
  mountCallback(mounting, shared);
  mountSignIn(mounting, shared);
}
