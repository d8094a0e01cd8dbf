import type { ConfigProblem, ConfiguredServer } from '@wicketgate/mcp-client';
import type { ServerConfig, ServerConfigFile } from '@wicketgate/mcp-client/node';
import { createRedactor } from '@wicketgate/core';
import { cleanText } from '../clean-text.ts';
import type { Style } from './style.ts';
import { tableText } from './table.ts';

const redact = createRedactor();

/** What a server is, as its file has it. A key that somebody has written into it is hidden. */
export function targetText({ written }: Pick<ConfiguredServer, 'written'>): string {
  return String(redact(written));
}

/** `mcp.json:12`. */
export function originText({ file, line }: Pick<ConfiguredServer, 'file' | 'line'>): string {
  return `${file}:${line}`;
}

/** What was found where: each file, its servers, and whether they are used. */
export function configText({ files, shadowed }: ServerConfig, style: Style): string {
  if (files.length === 0) return 'There is no file of servers.';
  const hidden = new Map(shadowed.map(({ server, by }) => [server, by]));
  return files.map((file) => fileText(file, { style, hidden })).join('\n\n');
}

interface FileView {
  readonly style: Style;
  readonly hidden: ReadonlyMap<ConfiguredServer, ConfiguredServer>;
}

function fileText(found: ServerConfigFile, { style, hidden }: FileView): string {
  const { file, format, scope, withheld, servers, disabled } = found;
  const state = withheld ? style.warn("a project's, not allowed: `wicketgate mcp allow` shows what it wants") : scope;
  const head = `${style.strong(cleanText(file))}  ${format}, ${state}`;
  const used = servers.map((server) => [
    cleanText(server.id),
    server.launch.transport,
    cleanText(targetText(server)),
    notesOf(server, { withheld, by: hidden.get(server) }).join(', '),
  ]);
  const off = disabled.map((name) => [cleanText(name), '', '', 'switched off']);
  const rows = [...used, ...off];
  return rows.length === 0
    ? `${head}\nno servers`
    : `${head}\n${tableText(['SERVER', 'BY', 'TARGET', ''], rows, style)}`;
}

function notesOf(
  { launch }: ConfiguredServer,
  { withheld, by }: { readonly withheld: boolean; readonly by: ConfiguredServer | undefined },
): readonly string[] {
  const names = Object.keys(launch.transport === 'stdio' ? launch.env : launch.headers);
  return [
    ...(withheld ? ['not used'] : []),
    ...(by === undefined ? [] : [`not used: ${cleanText(originText(by))} has one of this name`]),
    ...(names.length > 0 ? [`with ${names.map(cleanText).join(', ')}`] : []),
    ...(launch.transport !== 'stdio' && launch.credential ? ['with your key or sign-in'] : []),
  ];
}

/** `mcp.json:12: servers.github.url: It is not a URL.` */
export function configProblemSentence({ file, line, member, message }: ConfigProblem): string {
  return `${cleanText(file)}:${line}: ${member === '' ? '' : `${cleanText(member)}: `}${cleanText(message)}`;
}

/** The same as JSON, as what is wrong with a server is told everywhere. */
export function configProblemDocument(problem: ConfigProblem): object {
  return { server: problem.server ?? null, code: 'broken_config', message: configProblemSentence(problem) };
}

/** The files as JSON: names of variables and headers, never a value. */
export function configDocument({ files, servers, problems }: ServerConfig): object {
  const used = new Set(servers.map((server) => originText(server) + server.id));
  return {
    files: files.map(({ file, format, scope, withheld, digest, servers: own, disabled }) => ({
      file,
      format,
      scope,
      withheld,
      digest,
      disabled,
      servers: own.map((server) => configuredDocument(server, used.has(originText(server) + server.id))),
    })),
    problems: problems.map(({ file, line, member, message, server }) => ({
      file,
      line,
      member,
      message,
      server: server ?? null,
    })),
  };
}

function configuredDocument(server: ConfiguredServer, used: boolean): object {
  const { id, name, line, launch } = server;
  const shared = { id, name, line, used, transport: launch.transport, target: targetText(server) };
  return launch.transport === 'stdio'
    ? { ...shared, variables: Object.keys(launch.env) }
    : { ...shared, headers: Object.keys(launch.headers), credential: launch.credential ?? null };
}
