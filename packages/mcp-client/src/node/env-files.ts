import { parseEnv } from 'node:util';
import { Secret } from '@wicketgate/core';
import { plainFileBytes } from './plain-file.ts';
import type { ConfigProblem, ConfiguredServer } from '../words/server-config.ts';

/** Far more than variables take. */
const MAX_BYTES = 1_048_576;

interface WithEnvFiles {
  readonly servers: readonly ConfiguredServer[];
  readonly problems: readonly ConfigProblem[];
}

/** Puts the variables of each `envFile` beneath those of its entry. A file that cannot be read costs its server. */
export async function withEnvFiles(servers: readonly ConfiguredServer[]): Promise<WithEnvFiles> {
  const read = await Promise.all(servers.map(withEnvFile));
  return {
    servers: read.flatMap((item) => ('id' in item ? item : [])),
    problems: read.flatMap((item) => ('id' in item ? [] : item)),
  };
}

async function withEnvFile(server: ConfiguredServer): Promise<ConfiguredServer | ConfigProblem> {
  const { launch, file, line, id, name } = server;
  if (launch.transport !== 'stdio' || launch.envFile === undefined) return server;
  try {
    const variables = Object.entries(parseEnv((await plainFileBytes(launch.envFile, MAX_BYTES)).toString('utf8')));
    const beneath = Object.fromEntries(variables.map(([key, value]) => [key, new Secret(value ?? '')]));
    return { ...server, launch: { ...launch, env: { ...beneath, ...launch.env } } };
  } catch (error) {
    const message = `Its envFile cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`;
    return { file, line, member: `${name}.envFile`, message, server: id, input: undefined };
  }
}
