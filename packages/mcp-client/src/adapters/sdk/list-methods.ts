import type { ListMember } from '../../rules/session/listing.ts';

/** The method that asks for a list, by the member of its pages that holds it. */
export const LIST_METHODS = {
  tools: 'tools/list',
  resources: 'resources/list',
  resourceTemplates: 'resources/templates/list',
  prompts: 'prompts/list',
} as const satisfies Record<ListMember, string>;

const MEMBERS: ReadonlyMap<string, ListMember> = new Map(
  (Object.keys(LIST_METHODS) as ListMember[]).map((member) => [LIST_METHODS[member], member]),
);

/** The member that holds the list which a method asks for; undefined for any other method. */
export function listedBy(method: string): ListMember | undefined {
  return MEMBERS.get(method);
}
