import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** Everything that a client of the wire needs: the table, the schemas, the key format, the receipts. */
const CLIENT = `
  export { endpoints, problemSchema, codeOfStatus, receiptClaimsSchema, receiptHeaderSchema, jwksSchema,
    parseApiKey, claimsBrand, keyPattern, maskApiKey, fromWire, toWire, ERRORS } from '@wicketgate/contract';
`;

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@wicketgate/source'],
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

const weigh = (code: string) => gzipSync(code, { level: 9 }).length;

describe('the weight of the main entry', () => {
  it('is at most 14,000 bytes, minified and gzipped, zod included', async () => {
    const bytes = weigh(await bundle(CLIENT));
    console.log(`A client's part of the contract weighs ${bytes} bytes.`);
    expect(bytes).toBeLessThanOrEqual(14_000);
    expect(bytes).toBeGreaterThan(1_000);
  });

  it('has nothing of the OpenAPI document', async () => {
    const main = await bundle(CLIENT);
    const openapi = await bundle(`export { openApiDocument } from '@wicketgate/contract/openapi';`);
    for (const mark of ['components/schemas', 'operationId', 'draft-2020-12']) {
      expect(openapi).toContain(mark);
      expect(main).not.toContain(mark);
    }
  });

  it('lets go of the schemas when only the form of keys is used', async () => {
    const code = await bundle(`export { parseApiKey, maskApiKey } from '@wicketgate/contract';`);
    const bytes = weigh(code);
    console.log(`The form of keys alone weighs ${bytes} bytes.`);
    expect(bytes).toBeLessThanOrEqual(1_500);
  });
});
