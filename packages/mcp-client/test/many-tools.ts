import type { CatalogTool, JsonObject } from '../src/words/tool.ts';
import { catalogTool } from './loader-world.ts';

const SERVERS: readonly (readonly [string, readonly string[]])[] = [
  ['tracker', ['issue', 'milestone', 'label', 'sprint', 'comment']],
  ['forge', ['repository', 'branch', 'pull request', 'release', 'commit']],
  ['storage', ['file', 'folder', 'bucket', 'share link', 'version']],
  ['mail', ['message', 'draft', 'mailbox rule', 'attachment', 'thread']],
  ['calendar', ['event', 'reminder', 'meeting room', 'invitation', 'schedule']],
  ['database', ['table', 'index', 'migration', 'backup', 'replica']],
  ['cloud', ['instance', 'volume', 'firewall rule', 'load balancer', 'image']],
  ['payments', ['invoice', 'refund', 'customer', 'subscription', 'coupon']],
  ['monitoring', ['alert', 'dashboard', 'incident', 'log stream', 'probe']],
  ['wiki', ['page', 'space', 'template', 'whiteboard', 'glossary entry']],
];

const VERBS: readonly (readonly [string, string])[] = [
  ['create', 'Creates a new'],
  ['delete', 'Deletes one'],
  ['update', 'Changes the fields of one'],
  ['get', 'Answers the details of one'],
  ['list', 'Lists every'],
  ['search', 'Finds by words or filters each'],
  ['archive', 'Puts away without deleting one'],
  ['export', 'Writes as CSV or JSON each'],
  ['copy', 'Makes a copy of one'],
  ['restore', 'Brings back from the archive one'],
];

/** So many tools, at most 500, of ten servers, the same each time; as long-winded as those of real servers. */
export function manyTools(count: number): readonly CatalogTool[] {
  const all = VERBS.flatMap(([verb, sentence]) =>
    [0, 1, 2, 3, 4].flatMap((at) =>
      SERVERS.map(([server, nouns]) => {
        const noun = nouns[at] ?? '';
        return catalogTool(`${server}/${verb}_${noun.replaceAll(' ', '_')}`, {
          description: `${sentence} ${noun} in the ${server}. Needs the scope ${server}:${verb}. Answers the ${noun} as it stands afterwards, or an error that names the field that is wrong.`,
          inputSchema: schemaOf(server, noun),
        });
      }),
    ),
  );
  return all.slice(0, count);
}

function schemaOf(server: string, noun: string): JsonObject {
  return {
    type: 'object',
    properties: {
      id: { type: 'string', description: `Identifier of the ${noun}, as the list of the ${server} answers it` },
      fields: { type: 'array', items: { type: 'string' }, description: 'Names of the fields to answer. Default: all' },
      filter: {
        type: 'object',
        description: 'Only what fits all of these',
        properties: {
          owner: { type: 'string', description: 'Name of the person or team that owns it' },
          changed_after: { type: 'string', format: 'date-time', description: 'Changed at or after this time' },
        },
      },
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 20, description: 'How many to answer at most' },
      dry_run: { type: 'boolean', default: false, description: 'Say what would be done, and do nothing' },
    },
    required: ['id'],
  };
}
