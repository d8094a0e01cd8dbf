import { Agent, request } from 'node:http';
import { endpoints } from '@wicketgate/contract';
import { createGatewayClient, Secret } from '@wicketgate/core';
import { atLeast, atMost, type Figure, figureOf } from '../../src/figure.ts';
import { timeClients } from '../../src/timing.ts';
import { type BuiltGateway, startBuiltGateway } from './built-gateway.ts';
import { countCommits } from './commit-counter.ts';

const REQUESTS = 20_000;
const CONNECTIONS = 50;

export const what =
  `${REQUESTS.toLocaleString('en')} validations of one key over ${CONNECTIONS} kept connections on loopback, against the built\n` +
  'gateway with its embedded database in another process of the same machine. Each answer carries a receipt.';

export async function prove(): Promise<Figure[]> {
  const gateway = await startBuiltGateway();
  try {
    const load = await validateAll(gateway, await unlimitedKey(gateway));
    return figuresOf({ ...load, exitCode: await gateway.stop() });
  } finally {
    await gateway.stop();
  }
}

/** A key that no limit ends the load of. */
async function unlimitedKey({ url, adminKey }: BuiltGateway): Promise<string> {
  const client = createGatewayClient({ url, credential: new Secret(adminKey) });
  const limits = { requests: 1_000_000, windowSeconds: 1, burst: 1_000_000 };
  const { apiKey } = await client.keys.create({ body: { name: 'load', owner: { id: 'dev@example.com' }, limits } });
  return apiKey;
}

async function validateAll({ url, databaseFile }: BuiltGateway, key: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const statuses = new Map<number, number>();
  const validate = async () => {
    const status = await post(`${url}${endpoints.auth.validate.path}`, key, agent);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  const commits = countCommits(databaseFile);
  const latency = await timeClients(validate, { clients: CONNECTIONS, total: REQUESTS }, () => performance.now());
  const seen = commits.stop();
  agent.destroy();
  return { ...latency, statuses, commits: seen };
}

function post(url: string, key: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers: { authorization: `Bearer ${key}` } }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', reject);
    });
    call.once('error', reject);
    call.end();
  });
}

interface Load {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly commits: number;
  readonly exitCode: number;
}

function figuresOf({ rate, p50, p99, statuses, commits, exitCode }: Load): Figure[] {
  const failed = [...statuses].reduce((sum, [status, count]) => (status >= 500 ? sum + count : sum), 0);
  const milliseconds = { unit: 'ms', goal: atMost(40) };
  return [
    figureOf({ figure: 'validations', unit: 'per second', goal: atLeast(4_000), ours: rate }),
    figureOf({ figure: 'time of one, p50', ...milliseconds, ours: p50 / 1_000 }),
    figureOf({ figure: 'time of one, p99', ...milliseconds, ours: p99 / 1_000 }),
    figureOf({ figure: 'answers of 200', unit: 'answers', goal: atLeast(REQUESTS), ours: statuses.get(200) ?? 0 }),
    figureOf({ figure: 'answers of 500 and above', unit: 'answers', goal: atMost(0), ours: failed }),
    figureOf({
      figure: 'commits of the database per validation',
      unit: 'commits',
      goal: atMost(0.001),
      ours: commits / REQUESTS,
    }),
    figureOf({ figure: 'exit code after SIGTERM', unit: '', goal: atMost(0), ours: exitCode }),
  ];
}
