import { describe, expect, it } from 'vitest';
import { readBody } from '../../src/adapters/answer-body.ts';

const bodyOf = (...pieces: readonly (string | Uint8Array)[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
      controller.close();
    },
  });

describe('readBody', () => {
  it('reads pieces together, also when they part a character', async () => {
    const euro = new TextEncoder().encode('€');
    expect(await readBody(bodyOf('a', euro.slice(0, 1), euro.slice(1), 'b'), 100)).toBe('a€b');
    expect(await readBody(null, 100)).toBe('');
  });

  it('takes the limit in bytes and not one more', async () => {
    expect(await readBody(bodyOf('€€'), 6)).toBe('€€');
    await expect(readBody(bodyOf('€', '€'), 5)).rejects.toMatchObject({ code: 'too_large_answer' });
  });

  it('gives an endless body up as soon as the limit is passed', async () => {
    let pulls = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulls++;
          controller.enqueue(new Uint8Array(1_000).fill(97));
        },
        cancel() {
          cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    await expect(readBody(endless, 2_500)).rejects.toMatchObject({ code: 'too_large_answer' });
    expect([pulls, cancelled]).toEqual([3, true]);
  });

  it('refuses what is not UTF-8, and a character that breaks off', async () => {
    await expect(readBody(bodyOf(Uint8Array.of(0xff)), 10)).rejects.toMatchObject({ code: 'bad_answer' });
    await expect(readBody(bodyOf(Uint8Array.of(0xe2, 0x82)), 10)).rejects.toMatchObject({ code: 'bad_answer' });
  });
});
