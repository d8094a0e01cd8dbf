import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFilePinStore } from '../../src/node/file-pin-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const tool = (name: string) => ({ name, description: `Does ${name}.`, inputSchema: { type: 'object' } });
const RECORD = { approved: [tool('read'), tool('write')], waiting: [tool('remove')] };

describe('openFilePinStore', () => {
  it('keeps what was approved and what waits between two openings', async () => {
    const folder = await temporaryFolder();
    await openFilePinStore({ folder }).save('server', RECORD);
    expect(await openFilePinStore({ folder }).load('server')).toEqual(RECORD);
    expect(await openFilePinStore({ folder }).load('another')).toBeUndefined();
  });

  it('throws for a damaged file: without its approvals a server would count as never met, and be trusted', async () => {
    const folder = await temporaryFolder();
    const store = openFilePinStore({ folder });
    await store.save('server', RECORD);
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), '{"v":1,"key":"server","value":{"approved":[]}}');
    await expect(store.load('server')).rejects.toThrow('damaged');
  });
});
