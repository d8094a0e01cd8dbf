/** Stored receipts, as a store in memory holds them. */
interface Records {
  readonly records: Map<string, string>;
}

type Claims = Record<string, unknown>;

const COMPACT_JWS = /[\w-]{10,}\.[\w-]{10,}\.[\w-]{80,}/;
/** Of an Ed25519 public key as a JWK. */
const PUBLIC_POINT = /"x":"[\w-]{43}"/g;

/** Changes what every stored receipt says and leaves its signature. */
export function forge({ records }: Records, change: (claims: Claims) => Claims): void {
  for (const [account, record] of records) {
    records.set(
      account,
      replaceReceipt(record, ([header, claims, signature]) => [header, encode(change(decode(claims))), signature]),
    );
  }
}

/** Signs every stored receipt with a key of one's own, and puts its public half where the gateway's was. */
export async function signAnew({ records }: Records): Promise<void> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const { x = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  for (const [account, record] of records) {
    const [header = '', claims = ''] = COMPACT_JWS.exec(record)?.[0].split('.') ?? [];
    const bytes = await crypto.subtle.sign('Ed25519', pair.privateKey, Buffer.from(`${header}.${claims}`));
    const signature = Buffer.from(bytes).toString('base64url');
    const signed = replaceReceipt(record, () => [header, claims, signature]);
    records.set(account, signed.replace(PUBLIC_POINT, `"x":"${x}"`));
  }
}

type Parts = [header: string, claims: string, signature: string];

function replaceReceipt(record: string, change: (parts: Parts) => Parts): string {
  const receipt = COMPACT_JWS.exec(record)?.[0];
  if (receipt === undefined) throw new Error('There is no receipt in the record.');
  return record.replace(receipt, change(receipt.split('.') as Parts).join('.'));
}

function decode(part: string): Claims {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Claims;
}

function encode(claims: Claims): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}
