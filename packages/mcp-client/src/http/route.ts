import { RestRefusal } from '../rules/rest/rest-problem.ts';
import type { JsonObject } from '../words/tool.ts';
import type { Asked } from './asked.ts';
import { answerCall } from './call-answer.ts';
import { answerList } from './list-answer.ts';
import { answerSelection } from './selection-answer.ts';
import { answerServers } from './servers-answer.ts';

type Answer = (asked: Asked) => Promise<JsonObject>;

const GETS: ReadonlyMap<string, Answer> = new Map([
  ['', answerList],
  ['/progressive', answerSelection],
  ['/servers', answerServers],
]);

/** Who answers. Throws a `RestRefusal` for another path or method. `base`: the path of the list. */
export function routeOf(base: string, pathname: string, method: string): Answer {
  if (pathname !== base && !pathname.startsWith(`${base}/`)) throw new RestRefusal('not_found');
  const rest = pathname.slice(base.length);
  const get = GETS.get(rest);
  if (get !== undefined) return forMethod(get, { method, allowed: 'GET' });
  const name = nameIn(rest);
  return forMethod((asked) => answerCall(asked, name), { method, allowed: 'POST' });
}

function forMethod(
  answer: Answer,
  { method, allowed }: { readonly method: string; readonly allowed: 'GET' | 'POST' },
): Answer {
  if (method === allowed) return answer;
  const detail = `This address answers ${allowed}.`;
  throw new RestRefusal('method_not_allowed', { detail, headers: { allow: allowed } });
}

/** A wire name, or an id: its slash may be escaped or stand as it is. */
function nameIn(rest: string): string {
  try {
    const name = decodeURIComponent(rest.slice(1));
    if (name !== '') return name;
  } catch {
    // Half an escape is no name.
  }
  throw new RestRefusal('not_found');
}
