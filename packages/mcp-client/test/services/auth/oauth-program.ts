// Calls a server ten times at once with the sign-in of a folder, and prints the statuses. Begins when it is told to, so that several
// of these begin at once.
import { bearerFetch } from '../../../src/adapters/bearer-fetch.ts';
import { createOAuthProvider } from '../../../src/services/auth/oauth-provider.ts';
import { createFileTokenStore } from './file-token-store.ts';

const [, , folder = '', serverUrl = ''] = process.argv;
const credential = createOAuthProvider({ serverUrl, store: createFileTokenStore(folder) });
await credential.credential();
const fetch = bearerFetch({ fetch: globalThis.fetch, serverUrl, credential });
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(serverUrl, { method: 'POST', body: '{}' })));
process.stdout.write(`${JSON.stringify(answers.map(({ status }) => status))}\n`);
process.stdin.destroy();
