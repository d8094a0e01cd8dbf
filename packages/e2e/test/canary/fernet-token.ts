import { createCipheriv, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** A Fernet token (github.com/fernet/spec) as files of the earlier kind have it, for the environment `development`. */
export function fernetToken(value: string, masterKey: string): string {
  const key = pbkdf2Sync(masterKey, 'orchestra-ai-development', 100_000, 32, 'sha256');
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv);
  const signed = Buffer.concat([Buffer.of(0x80), Buffer.alloc(8), iv, cipher.update(value, 'utf8'), cipher.final()]);
  const token = Buffer.concat([signed, createHmac('sha256', key.subarray(0, 16)).update(signed).digest()]);
  return token.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
