import { join, resolve } from 'node:path';
import type { Secret } from '@wicketgate/core';
import type { FoundFile, ServerConfig } from '@wicketgate/mcp-client/node';
import { type AllowedProjects, createAllowedProjects } from '@wicketgate/secrets/node';
import { reasonOf } from '../adapters/input.ts';
import { lostPathText } from '../rules/path-text.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';

export interface ConfigFlags {
  /** Files that were named instead of the usual ones. */
  readonly file?: readonly string[];
}

/** The servers in the files of this machine. Those of a project are known, and used only once they were allowed. */
export async function readMcpConfig(
  context: Context,
  { file: files }: ConfigFlags,
  inputs: Readonly<Record<string, Secret>> = {},
): Promise<ServerConfig> {
  const { io, config } = context;
  const { readServerConfig } = await import('@wicketgate/mcp-client/node');
  const allowed = allowedFiles(context);
  try {
    return await readServerConfig({
      cwd: resolve(io.folder ?? '.'),
      home: io.env['HOME'] ?? io.env['USERPROFILE'],
      platform: io.platform,
      env: io.env,
      ownFile: config.mcpFile,
      files,
      isAllowed: (found: FoundFile) => allowed.isAllowed(found),
      inputs,
    });
  } catch (cause) {
    if (reasonOf(cause) !== 'ENOENT') throw cause;
    const paths = (files ?? []).map(lostPathText).join(', ');
    const hint = 'Check the path. `wicketgate mcp config` shows the files that are found by themselves.';
    throw new CommandFailure('unreadable_file', `A file of servers is not there (${paths}).`, { cause, hint });
  }
}

/** The files of projects that the user has allowed, each with its very content. */
export function allowedFiles({ config }: Pick<Context, 'config'>): AllowedProjects {
  return createAllowedProjects(join(config.mcp, 'allowed-files.json'));
}
