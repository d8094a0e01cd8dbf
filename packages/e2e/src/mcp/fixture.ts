import path from 'node:path';
import { installFixtureProgram } from '@wicketgate/testing/fixture-program';
import { supportedEnvironment } from '../environment.ts';

const FIXTURE = path.resolve(import.meta.dirname, '../../fixtures/mcp');

/** Installs the suite, the inspector and the servers of others once into the user's cache. Answers their folder. */
export function installMcpPrograms(): Promise<string> {
  return installFixtureProgram({ folder: FIXTURE, env: supportedEnvironment() });
}
