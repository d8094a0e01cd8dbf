import { describe, expect, it } from 'vitest';
import { StorageError } from '../../src/ports/storage-error.ts';
import { type CountingStorage, countingStorage } from '../support/counting-storage.ts';
import { startTestGateway } from '../support/test-gateway.ts';

describe('a failure of the gateway’s own', () => {
  it('is a problem that names nothing, and a log line that has the cause under the same id', async () => {
    let counting: CountingStorage | undefined;
    const started = await startTestGateway({ wrapStorage: (inner) => (counting = countingStorage(inner)).storage });
    await started.send('GET /api/v1/me');
    counting?.fail(new StorageError('corrupt', 'page 7 of /var/lib/keys.db is damaged'));
    const response = await started.send('GET /admin/api/keys');
    const body = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(body)).toMatchObject({ code: 'internal_error' });
    expect(body).not.toContain('page 7');
    const failure = started.log.find(({ level }) => level === 'error');
    expect(failure?.fields['requestId']).toBe(response.headers.get('x-request-id'));
    expect(JSON.stringify(failure)).toContain('page 7');
    counting?.fail(undefined);
    await started.close();
  });

  it('that passes is 503 with a time to come back', async () => {
    let counting: CountingStorage | undefined;
    const started = await startTestGateway({ wrapStorage: (inner) => (counting = countingStorage(inner)).storage });
    await started.send('GET /api/v1/me');
    counting?.fail(new StorageError('busy', 'locked'));
    const response = await started.send('GET /admin/api/keys');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(started.log.some(({ level, message }) => level === 'warn' && message === 'the store was out of reach')).toBe(
      true,
    );
    counting?.fail(undefined);
    await started.close();
  });

  it('outside of every step is a problem too, even when what was thrown is no error', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what a careless adapter may do
    const broken = () => Promise.reject('not an error');
    const limiter = { peek: broken, take: broken };
    const started = await startTestGateway({ dependencies: { limiter } });
    const response = await started.send('GET /api/v1/me');
    expect(response.status).toBe(500);
    const body = (await response.json()) as { request_id: string };
    expect(body.request_id).toBe(response.headers.get('x-request-id'));
    await started.close();
  });
});
