import type { CompletionNode, CompletionOption } from './tree.ts';

/** What is known of MCP servers when the script is made. */
export interface KnownWords {
  readonly servers: readonly string[];
  /** `server/tool`. */
  readonly tools: readonly string[];
}

/** A script that a shell reads at each start must stay small. */
const MOST_WORDS = 1_000;

/** Names of tools are foreign text, and the script is run by a shell: only what means nothing to any shell stands in it. */
const HARMLESS = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/;

const TOOL_COMMANDS = ['/tools/show', '/tools/call', '/tools/approve'];
const SERVER_COMMANDS = ['/mcp/test', '/mcp/remove', '/mcp/login', '/mcp/logout'];

/** Puts the ids of servers and tools where the commands take them. */
export function withKnownWords(nodes: readonly CompletionNode[], known: KnownWords): readonly CompletionNode[] {
  const servers = harmless(known.servers);
  const tools = harmless(known.tools);
  return nodes.map((node) => ({
    ...node,
    words: wordsOf(node, { servers, tools }),
    options: node.options.map((option) => withServers(option, servers)),
  }));
}

function wordsOf({ path, words }: CompletionNode, { servers, tools }: KnownWords): readonly string[] {
  if (TOOL_COMMANDS.includes(path)) return tools;
  return SERVER_COMMANDS.includes(path) ? servers : words;
}

function withServers(option: CompletionOption, servers: readonly string[]): CompletionOption {
  return option.names.includes('--server') && servers.length > 0 ? { ...option, takes: servers } : option;
}

function harmless(words: readonly string[]): readonly string[] {
  return words.filter((word) => HARMLESS.test(word)).slice(0, MOST_WORDS);
}
