import { findProgram } from '@wicketgate/core/files';
import { EDITORS, type FoundEditor } from '../words/editors.ts';
import type { CliIo } from '../words/io.ts';

/** The editors whose commands the search path has, each once, where a shell would find it. */
export async function findEditors(io: Pick<CliIo, 'env' | 'platform'>): Promise<FoundEditor[]> {
  const found = EDITORS.map(async (name) => {
    const program = await findProgram(name, io);
    return program === undefined ? [] : [{ name, program }];
  });
  return (await Promise.all(found)).flat();
}
