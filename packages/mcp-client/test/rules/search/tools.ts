import type { SearchableTool } from '../../../src/words/tool.ts';

/** A tool to search for: `server/name`, a description, and what else matters to the test. */
export function searchable(id: string, description = '', more: Partial<SearchableTool> = {}): SearchableTool {
  const slash = id.indexOf('/');
  return {
    id,
    server: id.slice(0, slash),
    name: id.slice(slash + 1),
    description,
    inputSchema: { type: 'object' },
    ...more,
  };
}

/** A small catalogue of several trades. */
export const CATALOGUE: readonly SearchableTool[] = [
  searchable('tracker/create_issue', 'Create a new issue in a project', {
    inputSchema: { type: 'object', properties: { title: { type: 'string' }, labels: { type: 'array' } } },
  }),
  searchable('tracker/list_issues', 'List the issues of a project, newest first'),
  searchable('tracker/close_issue', 'Close an issue'),
  searchable('tracker/merge_pull_request', 'Merge a pull request into its base branch'),
  searchable('chat/post_message', 'Post a message to a channel'),
  searchable('chat/list_channels', 'List the public channels of the workspace'),
  searchable('files/read_file', 'Read the content of a file'),
  searchable('files/write_file', 'Write text to a file'),
  searchable('files/create_directory', 'Create a directory'),
  searchable('data/query', 'Run a read-only SQL query against the database'),
  searchable('data/list_tables', 'List the tables of the database'),
  searchable('maps/directions', 'Get the route between two places, by car or on foot'),
  searchable('maps/geocode', 'Turn an address into coordinates'),
  searchable('browser/take_screenshot', 'Take a screenshot of the current page'),
  searchable('browser/navigate', 'Open a URL in the browser'),
];
