import type { Context } from 'hono';
import type { OpenInteraction } from '../../services/interactions.ts';
import { addressGroup } from '../client-address.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import type { Mounting } from '../mount.ts';
import { askingOf, goTo } from '../page-answers.ts';
import { confirmPage } from '../pages/confirm-page.ts';
import { notSignedInPage } from '../pages/error-pages.ts';
import { identifyPage } from '../pages/identify-page.ts';
import { devicePage, leavePage, returnPage } from '../pages/outcome-pages.ts';
import { applicationOf } from '../pages/request-details.ts';
import { countBeginning, factsOf, readInteractionForm, signInPath, type SignInPageParts } from '../sign-in-pages.ts';

/** Store out of reach: when a person may try again, in seconds. */
const RETRY_SECONDS = 5;

/** The pages between a request and its end, whoever asked: who are you, and do you allow it. */
export function mountSignIn({ page, form }: Mounting, parts: SignInPageParts): void {
  const { guarded } = parts.answers;
  page(
    '/signin',
    guarded((c) => showState(parts, c)),
  );
  // Whoever opens the address of an answer anew finds words there.
  for (const path of ['/signin/provider', '/signin/key', '/signin/decision']) {
    page(
      path,
      guarded((c) => parts.answers.obstacle(c, { kind: 'over' })),
    );
  }
  form(
    '/signin/provider',
    guarded((c) => leave(parts, c)),
  );
  form(
    '/signin/key',
    guarded((c) => tryKey(parts, c)),
  );
  form(
    '/signin/decision',
    guarded((c) => decide(parts, c)),
  );
}

async function showState(parts: SignInPageParts, c: Context<GatewayEnv>): Promise<Response> {
  const { browsers, interactions, answers } = parts;
  const browser = browsers.read(c.req.raw.headers);
  if (browser === undefined) return answers.obstacle(c, { kind: 'no_cookie' });
  const interaction = await interactions.find(browser, c.req.query('interaction') ?? '', c.get('now'));
  if (interaction === undefined) return answers.obstacle(c, { kind: 'over' });
  const { revision, state } = interaction;
  const { wanted, begunAt, approval } = state;
  if (approval === null) return showWays(parts, c, { interaction, keyRefused: false });
  const facts = await factsOf(parts, c, interaction);
  return answers.show(c, confirmPage({ ...facts, wanted, approval, revision, begunAt, now: c.get('now') }));
}

async function showWays(
  parts: SignInPageParts,
  c: Context<GatewayEnv>,
  { interaction, keyRefused }: { readonly interaction: OpenInteraction; readonly keyRefused: boolean },
): Promise<Response> {
  const { providers, acceptsKeys } = parts.flow;
  const { wanted, begunAt } = interaction.state;
  const facts = await factsOf(parts, c, interaction);
  const shown = { ...facts, wanted, begunAt, now: c.get('now'), providers, acceptsKeys, keyRefused };
  return parts.answers.show(c, identifyPage(shown));
}

async function leave(parts: SignInPageParts, c: Context<GatewayEnv>): Promise<Response> {
  const form = await readInteractionForm(parts, c);
  if (form instanceof Response) return form;
  const { interaction, fields } = form;
  // Each makes us ask a provider, and keep what became of it.
  await countBeginning(parts, c, 'provider');
  const leaving = await parts.flow.leave(interaction, fields.get('provider') ?? '', askingOf(c));
  const { answers } = parts;
  switch (leaving.kind) {
    case 'over':
      return answers.obstacle(c, { kind: 'over' });
    case 'failed':
      return answers.show(c, notSignedInPage(leaving.why, await factsOf(parts, c, interaction)));
    case 'go':
      parts.browsers.keep(c);
      return answers.show(c, leavePage(leaving.provider, leaving.url));
  }
}

async function tryKey(parts: SignInPageParts, c: Context<GatewayEnv>): Promise<Response> {
  const form = await readInteractionForm(parts, c);
  if (form instanceof Response) return form;
  const { interaction, fields } = form;
  const text = (fields.get('api_key') ?? '').trim();
  const bucket = `address:${addressGroup(c.get('address'))}`;
  const budgets = [{ bucket, limits: parts.refusedPerAddress }];
  const attempted = await parts.tries.attempt({ budgets, text, now: c.get('now') }, async () => {
    const tried = await parts.flow.tryKey(interaction, text, askingOf(c));
    return { wrong: tried.kind === 'refused' || tried.kind === 'exhausted', tried };
  });
  const { answers } = parts;
  if (attempted.kind === 'throttled') return answers.obstacle(c, attempted);
  const { tried } = attempted.verdict;
  switch (tried.kind) {
    case 'over':
      return answers.obstacle(c, { kind: 'over' });
    case 'exhausted':
      return answers.obstacle(c, { kind: 'exhausted' });
    case 'unavailable':
      return answers.obstacle(c, { kind: 'unavailable', retryAfterSeconds: RETRY_SECONDS });
    case 'refused':
      return showWays(parts, c, { interaction: tried.interaction, keyRefused: true });
    case 'signed_in':
      return goTo(c, signInPath(parts, tried.interaction));
  }
}

async function decide(parts: SignInPageParts, c: Context<GatewayEnv>): Promise<Response> {
  const form = await readInteractionForm(parts, c);
  if (form instanceof Response) return form;
  const { interaction, fields } = form;
  const decision = fields.get('decision');
  const { answers } = parts;
  // Whatever is no clear yes or no is neither.
  if (decision !== 'allow' && decision !== 'deny') return answers.obstacle(c, { kind: 'bad_form' });
  // Another page of this browser may have signed in somebody else since: who allows must have seen who it is.
  const isShown = fields.get('shown') === String(interaction.revision);
  if (decision === 'allow' && !isShown) return goTo(c, signInPath(parts, interaction));
  const decided = await parts.flow.decide(interaction, decision, askingOf(c));
  switch (decided.kind) {
    case 'over':
      return answers.obstacle(c, { kind: 'over' });
    case 'nobody':
      return goTo(c, signInPath(parts, interaction));
    case 'device':
      return answers.show(c, devicePage(decided.decision));
    case 'return':
      return answers.show(c, returnPage(applicationOf(interaction.state.wanted), decided.url, decided.decision));
  }
}
