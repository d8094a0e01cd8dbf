import type { JsonObject, SearchableTool } from '../../src/words/tool.ts';
import { listSchema, singleSchema, writeSchema } from './tool-corpus-schemas.ts';

/** Servers of the kind that companies run, each with what it keeps. Four things and five verbs: 20 tools a server. */
const SERVERS = [
  ['crm', 'contact', 'company', 'deal', 'campaign'],
  ['helpdesk', 'ticket', 'macro', 'agent', 'satisfaction survey'],
  ['payroll', 'employee', 'payslip', 'tax form', 'bonus'],
  ['warehouse', 'item', 'shelf', 'pallet', 'stock count'],
  ['shipping', 'parcel', 'carrier', 'label', 'return'],
  ['ledger', 'invoice', 'journal entry', 'cost centre', 'bank account'],
  ['hiring', 'vacancy', 'candidate', 'interview', 'offer'],
  ['courses', 'lesson', 'quiz', 'student', 'certificate'],
  ['clinic', 'appointment', 'prescription', 'referral', 'ward'],
  ['fleet', 'vehicle', 'driver', 'inspection', 'fuel card'],
  ['property', 'lease', 'tenant', 'repair', 'meter reading'],
  ['events', 'venue', 'booking', 'speaker', 'ticket batch'],
  ['library', 'book', 'loan', 'reader', 'reservation'],
  ['farm', 'field', 'crop', 'harvest', 'irrigation plan'],
  ['energy', 'solar panel', 'battery', 'tariff', 'outage'],
  ['newsroom', 'article', 'correction', 'photo', 'newsletter'],
  ['observability', 'dashboard', 'alert rule', 'log stream', 'trace'],
  ['builds', 'pipeline', 'runner', 'artifact', 'build secret'],
  ['cluster', 'deployment', 'volume', 'ingress', 'node pool'],
  ['identity', 'user', 'group', 'access review', 'sign-in policy'],
  ['design', 'mock-up', 'component', 'icon set', 'style guide'],
  ['legal', 'contract', 'clause', 'case', 'deadline'],
  ['travel', 'itinerary', 'flight', 'hotel stay', 'expense claim'],
  ['telephony', 'call', 'voicemail', 'number', 'menu'],
  ['laboratory', 'sample', 'experiment', 'instrument', 'reagent'],
] as const;

const VERBS = ['list', 'get', 'create', 'update', 'delete'] as const;
type Verb = (typeof VERBS)[number];

const PER_SERVER = 4 * VERBS.length;

/**
 * Tools with the schemas that real servers have: 500 differ in what they do; what is beyond them stands on further servers of
 * the same kind. The same count gives the same tools, and a bigger one begins with them.
 */
export function createToolCorpus(count: number): SearchableTool[] {
  return Array.from({ length: count }, (_, at) => toolAt(at));
}

function toolAt(at: number): SearchableTool {
  const place = Math.floor(at / PER_SERVER);
  const round = Math.floor(place / SERVERS.length);
  const [kind, ...things] = SERVERS[place % SERVERS.length] ?? SERVERS[0];
  const server = round === 0 ? kind : `${kind}-${round + 1}`;
  const thing = things[Math.floor((at % PER_SERVER) / VERBS.length)] ?? things[0];
  const verb = VERBS[at % VERBS.length] ?? 'list';
  const name = `${verb}_${thing.replaceAll(/[ -]/g, '_')}${verb === 'list' ? 's' : ''}`;
  return {
    ...{ id: `${server}/${name}`, server, serverDescription: `The ${kind} system of a company.`, name },
    ...{ description: describe(verb, thing), inputSchema: schemaOf(verb, { thing, at }) },
  };
}

function describe(verb: Verb, thing: string): string {
  const words: Record<Verb, string> = {
    list: `Lists ${thing}s, newest first, with filters by state, owner and date. Answers at most one page and a cursor for the next.`,
    get: `Fetches one ${thing} by its id, with everything that is known of it. Fails with not_found when there is none.`,
    create: `Creates a ${thing} and answers it with its new id. Use an idempotency key when the call may be repeated.`,
    update: `Changes members of a ${thing}; what is left out stays as it is. Fails with conflict when somebody else changed it meanwhile.`,
    delete: `Deletes a ${thing} for good. Cannot be undone: archive it instead when it may be needed again.`,
  };
  return words[verb];
}

function schemaOf(verb: Verb, of: { readonly thing: string; readonly at: number }): JsonObject {
  if (verb === 'list') return listSchema(of.thing);
  if (verb === 'get' || verb === 'delete') return singleSchema(verb, of.thing);
  return writeSchema(verb, of);
}
