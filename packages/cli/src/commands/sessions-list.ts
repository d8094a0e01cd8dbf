import { type AnswerOf, endpoints, MAX_PAGE_SIZE, type RequestOf } from '@wicketgate/contract';
import type { Gateway } from '../ports/gateway.ts';
import { cleanText } from '../rules/clean-text.ts';
import { type SessionAnswer, sessionTable } from '../rules/views/session-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

type Query = NonNullable<RequestOf<typeof endpoints.sessions.list>['query']>;
type Page = AnswerOf<typeof endpoints.sessions.list>;

interface Options extends Omit<Query, 'limit' | 'cursor'> {
  readonly limit?: number;
  readonly cursor?: string;
  readonly all?: true;
}

export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const { io, terminal } = context;
  const gateway = await context.gateway();
  const query = queryOf(options);
  const page = options.all
    ? await allPages(context, gateway, query)
    : await gateway.call(endpoints.sessions.list, { query });
  await terminal.answer(page, () => sessionTable(page.items, { now: io.clock.now(), style: terminal.style }));
  if (page.items.length === 0) await terminal.note('No sign-in fits.');
  if (page.nextCursor !== null)
    await terminal.note(`There are more: add --all, or --cursor ${cleanText(page.nextCursor)}`);
  return EXIT.done;
}

function queryOf({ status, principal, client, cursor, limit, all }: Options): Query {
  const size = limit ?? (all ? MAX_PAGE_SIZE : undefined);
  return {
    ...(status && { status }),
    ...(principal !== undefined && { principal }),
    ...(client !== undefined && { client }),
    ...(cursor !== undefined && { cursor }),
    ...(size !== undefined && { limit: String(size) }),
  };
}

/** Every page from the given one on, as one. */
async function allPages({ terminal }: Context, gateway: Gateway, query: Query): Promise<Page> {
  const items: SessionAnswer[] = [];
  let page = await gateway.call(endpoints.sessions.list, { query });
  for (items.push(...page.items); page.nextCursor !== null; items.push(...page.items)) {
    await terminal.progress(`${items.length} sign-ins read…`);
    page = await gateway.call(endpoints.sessions.list, { query: { ...query, cursor: page.nextCursor } });
  }
  await terminal.clearProgress();
  return { items, nextCursor: null };
}
