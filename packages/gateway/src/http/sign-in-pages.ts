import type { Context } from 'hono';
import type { Limits } from '../domain/key-record.ts';
import { Refused } from '../domain/refusal.ts';
import type { Limiter } from '../ports/limiter.ts';
import type { Interactions, OpenInteraction } from '../services/interactions.ts';
import type { SignInFlow } from '../services/sign-in-flow.ts';
import type { BrowserState } from './browser-state.ts';
import { addressGroup } from './client-address.ts';

import type { GatewayEnv } from './gateway-env.ts';
import type { PageAnswers } from './page-answers.ts';
import { readPageForm } from './page-form.ts';
import type { InteractionFacts } from './pages/form.ts';
import type { TryBudget } from './try-budget.ts';

type PageContext = Context<GatewayEnv>;

/** What the routes of the pages share. */
export interface SignInPageParts {
  readonly publicUrl: string;
  readonly browsers: BrowserState;
  readonly answers: PageAnswers;
  readonly interactions: Interactions;
  readonly flow: SignInFlow;
  readonly limiter: Limiter;
  readonly tries: TryBudget;
  /** How many refused credentials an address may present, on whatever page or endpoint. */
  readonly refusedPerAddress: Limits;
}

/** How many sign-ins an address may begin, and how many ways to a provider. */
const BEGINNINGS: Limits = { requests: 60, windowSeconds: 60, burst: 60 };
/** And all addresses together: whoever has many must not fill the store. */
const BEGINNINGS_IN_ALL: Limits = { requests: 3_000, windowSeconds: 60, burst: 3_000 };

/** A form that one of our pages sent from this browser. */
export interface OwnForm {
  readonly browser: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** A form within a sign-in. */
export interface InteractionForm extends OwnForm {
  readonly interaction: OpenInteraction;
}

/** Path of the public address, without a slash at its end. */
export function basePath(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/** Counts what makes us store something for a stranger, or ask a provider for one. Throws `Refused`. */
export async function countBeginning(
  { limiter }: SignInPageParts,
  c: PageContext,
  what: 'sign-in' | 'provider',
): Promise<void> {
  const budgets = [
    { bucket: `${what}:${addressGroup(c.get('address'))}`, limits: BEGINNINGS },
    { bucket: what, limits: BEGINNINGS_IN_ALL },
  ];
  for (const { bucket, limits } of budgets) {
    const { allowed, retryAfterSeconds } = await limiter.take(bucket, limits, c.get('now'));
    if (!allowed) throw new Refused({ reason: 'throttled', retryAfterSeconds: Math.max(1, retryAfterSeconds) });
  }
}

/** The form, or the page that says why it is not taken. */
export async function readOwnForm(parts: SignInPageParts, c: PageContext): Promise<OwnForm | Response> {
  const { browsers, answers, publicUrl } = parts;
  const { headers } = c.req.raw;
  const fields = await readPageForm(c.req.raw);
  const browser = browsers.read(headers);
  if (browser === undefined) return answers.obstacle(c, { kind: 'no_cookie' });
  const isOwn = await browsers.isOwnForm(headers, browser, fields.get('token') ?? '');
  return isOwn ? { browser, fields } : answers.obstacle(c, { kind: 'foreign_form', publicUrl });
}

/** The form and the sign-in that it belongs to, or the page that says why not. */
export async function readInteractionForm(parts: SignInPageParts, c: PageContext): Promise<InteractionForm | Response> {
  const form = await readOwnForm(parts, c);
  if (form instanceof Response) return form;
  const { browser, fields } = form;
  const interaction = await parts.interactions.find(browser, fields.get('interaction') ?? '', c.get('now'));
  return interaction ? { ...form, interaction } : parts.answers.obstacle(c, { kind: 'over' });
}

/** What the forms of a sign-in's pages carry. Keeps the browser's cookie alive. */
export async function factsOf(
  { browsers, publicUrl }: SignInPageParts,
  c: PageContext,
  { reference }: OpenInteraction,
): Promise<InteractionFacts> {
  return { base: basePath(publicUrl), token: await browsers.formToken(browsers.keep(c)), reference };
}

/** Where a sign-in's own page is. */
export function signInPath({ publicUrl }: SignInPageParts, { reference }: OpenInteraction): string {
  return `${basePath(publicUrl)}/signin?interaction=${reference}`;
}
