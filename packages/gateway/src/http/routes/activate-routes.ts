import { OAUTH_PATHS, parseUserCode } from '@wicketgate/contract';
import type { Context } from 'hono';
import type { Limits } from '../../domain/key-record.ts';
import type { DeviceGrant } from '../../ports/sign-in-store.ts';
import type { DeviceGrants } from '../../services/device-grants.ts';
import { addressGroup } from '../client-address.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import type { Mounting } from '../mount.ts';
import { goTo } from '../page-answers.ts';
import { codePage, type CodeFlaw } from '../pages/activate-page.ts';
import { basePath, countBeginning, readOwnForm, signInPath, type SignInPageParts } from '../sign-in-pages.ts';

/** Wrong user codes: of 34.5 bits a guesser sees too little by these (RFC 8628 section 5.1). */
const WRONG_PER_ADDRESS: Limits = { requests: 10, windowSeconds: 600, burst: 10 };
const WRONG_IN_ALL: Limits = { requests: 600, windowSeconds: 600, burst: 600 };

export interface ActivateParts extends SignInPageParts {
  readonly devices: DeviceGrants;
  /** The name of a client by its id. */
  readonly clientName: (id: string) => string;
}

/** The page where a person types the code of a device (RFC 8628 section 3.3). */
export function mountActivate({ page, form }: Mounting, parts: ActivateParts): void {
  const { answers } = parts;
  // A code in the address is not looked at: typing it shows that the person sees the device (section 5.4).
  page(
    OAUTH_PATHS.activate,
    answers.guarded((c) => askForCode(parts, c, undefined)),
  );
  form(
    OAUTH_PATHS.activate,
    answers.guarded((c) => takeCode(parts, c)),
  );
}

async function askForCode(parts: ActivateParts, c: Context<GatewayEnv>, flaw: CodeFlaw | undefined): Promise<Response> {
  const { browsers, answers, publicUrl } = parts;
  const token = await browsers.formToken(browsers.keep(c));
  return answers.show(c, codePage({ base: basePath(publicUrl), token }, flaw));
}

async function takeCode(parts: ActivateParts, c: Context<GatewayEnv>): Promise<Response> {
  const form = await readOwnForm(parts, c);
  if (form instanceof Response) return form;
  const typed = (form.fields.get('user_code') ?? '').trim();
  if (typed === '') return askForCode(parts, c, 'empty');
  const code = parseUserCode(typed);
  // What cannot be a code is a slip, and tells a guesser nothing.
  if (code === undefined) return askForCode(parts, c, 'malformed');
  const tried = await tryCode(parts, c, code);
  if (tried.kind === 'throttled') return parts.answers.obstacle(c, tried);
  const { grant } = tried.verdict;
  if (grant === undefined) return askForCode(parts, c, 'unknown');
  await countBeginning(parts, c, 'sign-in');
  const wanted = { kind: 'device', grant: shown(grant), clientName: parts.clientName(grant.clientId) } as const;
  const interaction = await parts.interactions.begin(form.browser, wanted, c.get('now'));
  parts.browsers.keep(c);
  return goTo(c, signInPath(parts, interaction));
}

function tryCode({ tries, devices }: ActivateParts, c: Context<GatewayEnv>, code: string) {
  const now = c.get('now');
  const budgets = [
    { bucket: `user-code:${addressGroup(c.get('address'))}`, limits: WRONG_PER_ADDRESS },
    { bucket: 'user-code', limits: WRONG_IN_ALL },
  ];
  return tries.attempt({ budgets, text: code, now }, async () => {
    const grant = await devices.find(code, now);
    return { wrong: grant === undefined, grant };
  });
}

/** What pages need of a grant; its digests are none of it. */
function shown({ id, clientId, requestedScopes, askerIp, createdAt }: DeviceGrant) {
  return { id, clientId, requestedScopes, askerIp, createdAt };
}
