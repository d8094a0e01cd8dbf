import type { JsonObject } from '../../src/words/tool.ts';

const DATE = { type: 'string', format: 'date-time' };

/** Filters, order and pages. */
export function listSchema(thing: string): JsonObject {
  return objectOf([], {
    query: { type: 'string', description: `Words that must be in the name or the notes of the ${thing}.` },
    state: { type: 'string', enum: ['draft', 'active', 'archived'], description: `Only ${thing}s in this state.` },
    owner_id: { type: 'string', description: `Only ${thing}s that this person answers for.` },
    changed_after: { ...DATE, description: 'RFC 3339 time. What did not change since then is left out.' },
    changed_before: { ...DATE, description: 'RFC 3339 time. What changed later is left out.' },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 20, description: `Only ${thing}s with all of these.` },
    sort: {
      type: 'string',
      enum: ['created_at', 'changed_at', 'name'],
      default: 'created_at',
      description: 'The order.',
    },
    fields: { type: 'array', items: { type: 'string' }, description: 'Names of the members to answer. Default: all.' },
    limit: { type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'Most entries on a page.' },
    cursor: { type: 'string', description: 'From the answer before, to go on where it ended.' },
  });
}

/** One thing by its id. */
export function singleSchema(verb: 'get' | 'delete', thing: string): JsonObject {
  const id = { type: 'string', pattern: '^[a-z0-9]{8,32}$', description: `Id of the ${thing}.` };
  if (verb === 'get') {
    const related = { type: 'string', enum: ['owner', 'history', 'attachments', 'permissions'] };
    return objectOf(['id'], {
      id,
      expand: {
        type: 'array',
        items: related,
        description: `What belongs to the ${thing} and is to be answered with it.`,
      },
      fields: {
        type: 'array',
        items: { type: 'string' },
        description: 'Names of the members to answer. Default: all.',
      },
      locale: { type: 'string', description: 'BCP 47 tag of the language that texts are answered in. Default: en.' },
      if_changed_since: { ...DATE, description: 'RFC 3339 time. Answers not_modified when nothing changed after it.' },
      as_of: { ...DATE, description: `RFC 3339 time: the ${thing} as it was then. Default: as it is now.` },
    });
  }
  return objectOf(['id'], {
    id,
    reason: { type: 'string', maxLength: 500, description: 'Kept in the audit log.' },
    force: { type: 'boolean', default: false, description: `Also when other records still refer to the ${thing}.` },
    expected_version: { type: 'integer', description: `Version of the ${thing} that was read. Default: any.` },
    keep_history: {
      type: 'boolean',
      default: true,
      description: 'Whether earlier versions stay readable for auditors.',
    },
    notify: { type: 'array', items: { type: 'string', format: 'email' }, description: 'Who is told of it.' },
  });
}

/** The members of a thing. Not every thing has all of them. */
export function writeSchema(
  verb: 'create' | 'update',
  { thing, at }: { readonly thing: string; readonly at: number },
): JsonObject {
  const members = {
    name: { type: 'string', minLength: 1, maxLength: 200, description: `What people call the ${thing}.` },
    notes: { type: 'string', description: `Anything worth knowing of the ${thing}, in Markdown.` },
    owner_id: { type: 'string', description: `Who answers for the ${thing}. Default: who calls.` },
    state: { type: 'string', enum: ['draft', 'active', 'archived'], description: `Where the ${thing} stands.` },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 20, description: 'Words to find it by.' },
    ...(at % 2 === 0 && { starts_at: { ...DATE, description: `When the ${thing} begins, RFC 3339.` } }),
    ...(at % 3 === 0 && {
      amount: { type: 'number', minimum: 0, description: `Worth of the ${thing} in whole cents.` },
    }),
    ...(at % 4 < 2 && { location: locationOf(thing) }),
    visibility: { type: 'string', enum: ['private', 'team', 'company'], description: `Who may see the ${thing}.` },
    attachments: {
      type: 'array',
      items: { type: 'string' },
      maxItems: 10,
      description: 'Ids of files that belong to it.',
    },
    parent_id: { type: 'string', description: `Id of the ${thing} that this one is a part of. Default: none.` },
    custom: { type: 'object', additionalProperties: { type: 'string' }, description: 'Members of your own.' },
  };
  if (verb === 'create') {
    const key = { type: 'string', format: 'uuid', description: 'The same key creates nothing twice within 24 hours.' };
    return objectOf(['name'], { ...members, idempotency_key: key });
  }
  const version = { type: 'integer', description: 'Version that was read. Default: whatever is there is changed.' };
  return objectOf(['id'], { id: { type: 'string', description: `Id of the ${thing}.` }, ...members, version });
}

function locationOf(thing: string): JsonObject {
  const members = {
    street: { type: 'string', description: 'Street and number.' },
    city: { type: 'string', description: 'Town or city.' },
    country: { type: 'string', pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2 code.' },
  };
  return { ...objectOf(['city'], members), description: `Where the ${thing} is.` };
}

function objectOf(required: readonly string[], properties: JsonObject): JsonObject {
  return { type: 'object', properties, required, additionalProperties: false };
}
