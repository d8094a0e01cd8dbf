import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OAUTH_PATHS } from '@wicketgate/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SignInFileError } from '../../src/node/sign-in-file.ts';
import { startNodeGateway } from '../../src/node.ts';
import { configOf, startSocketGateway } from '../support/socket-gateway.ts';
import { providerText } from '../support/sign-in-documents.ts';

const document = {
  accept_keys: true,
  providers: [providerText({ client_secret_env: 'OIDC_SECRET' })],
  clients: [{ id: 'own-tool', name: 'Own tool' }],
};

describe('a gateway with a sign-in file', () => {
  let folder: string;
  let environment: Record<string, string>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wicketgate-sign-in-start-'));
    environment = { WICKETGATE_SIGN_IN_FILE: join(folder, 'sign-in.json') };
    await writeFile(join(folder, 'sign-in.json'), JSON.stringify(document));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const askAs = (url: string, clientId: string) =>
    fetch(`${url}${OAUTH_PATHS.deviceCode}`, { method: 'POST', body: new URLSearchParams({ client_id: clientId }) });

  it('knows its applications beside the built-in ones', async () => {
    const gateway = await startSocketGateway(environment, { environment: { OIDC_SECRET: 'word' } });
    const statuses = ['own-tool', 'wicketgate-cli', 'stranger'].map(
      async (id) => (await askAs(gateway.url, id)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 401]);
    await gateway.close();
  });

  it('does not start without the secret that the file names', async () => {
    const starting = startNodeGateway({ config: configOf(environment), environment: {} });
    await expect(starting).rejects.toThrow(SignInFileError);
    await expect(starting).rejects.toThrow('providers[0].client_secret_env names a variable that is not set');
  });
});
