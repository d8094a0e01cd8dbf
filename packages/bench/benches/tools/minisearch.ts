import type { SearchableTool } from '@wicketgate/mcp-client/loader';
import MiniSearch from 'minisearch';
import { joinedInTurns, searchesOf } from '../../src/joined-search.ts';
import type { BuiltIndex, Finder } from './finders.ts';
import { parametersOf } from './parameters.ts';

const FIELDS = ['name', 'description', 'parameters', 'parameterDescriptions', 'server'] as const;

/**
 * BM25+ with MiniSearch's own settings: k 1.2, b 0.7, d 0.5, any word may match, all fields alike. Its own tokenizer does not
 * divide `getUser`; we do that for it, or it would find little among names of that kind.
 */
export const miniSearch: Finder = { name: 'MiniSearch BM25', build };

function build(tools: readonly SearchableTool[]): BuiltIndex {
  const index = new MiniSearch<SearchableTool>({
    fields: [...FIELDS],
    extractField: (tool, field) => (field === 'id' ? tool.id : textOf(tool, field)),
  });
  index.addAll(tools);
  const find = (request: string) => index.search(spaced(request)).map(({ id }) => id as string);
  return {
    search: (request, limit) => {
      const searches = searchesOf(request);
      return joinedInTurns(searches.map((each) => find(each).slice(0, limit))).slice(0, limit);
    },
    add: (tool) => index.add(tool),
  };
}

function textOf(tool: SearchableTool, field: string): string {
  if (field === 'name') return spaced(tool.name);
  if (field === 'server') return spaced(tool.server);
  if (field === 'description') return tool.description ?? '';
  const parameters = parametersOf(tool.inputSchema);
  const texts = parameters.map(({ name, description }) => (field === 'parameters' ? spaced(name) : description));
  return texts.join(' ');
}

function spaced(text: string): string {
  return text.replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4');
}
