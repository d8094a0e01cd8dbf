/** A secret that a test has put somewhere, to see where else it turns up. */
export interface PlantedSecret {
  readonly name: string;
  readonly bytes: Buffer;
}

/** One way in which a part of a secret may be written down. */
export interface Trace {
  readonly secret: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** Length of the pieces that are looked for: long enough to be no accident, short enough to find what was cut off. */
const PIECE = 12;

/** Everything that must be found nowhere: each piece of each secret, in each form. */
export function tracesOf(secrets: readonly PlantedSecret[]): Trace[] {
  return secrets.flatMap(({ name, bytes }) =>
    pieces(bytes).flatMap((piece) =>
      formsOf(piece).map(({ form, bytes: trace }) => ({ secret: name, form, bytes: trace })),
    ),
  );
}

/** The secret half of an issued key; the public id before it and the checksum behind it may be shown. */
export function issuedKey(name: string, key: string): PlantedSecret {
  return { name, bytes: Buffer.from(key.slice(-38, -6)) };
}

/** A text that is secret from its first character to its last. */
export function secretText(name: string, text: string): PlantedSecret {
  return { name, bytes: Buffer.from(text) };
}

function pieces(bytes: Buffer): Buffer[] {
  if (bytes.length < PIECE) throw new RangeError(`A planted secret needs at least ${PIECE} bytes.`);
  return Array.from({ length: Math.floor(bytes.length / PIECE) }, (_, at) =>
    bytes.subarray(at * PIECE, (at + 1) * PIECE),
  );
}

function formsOf(piece: Buffer): { form: string; bytes: Buffer }[] {
  const text = piece.toString('latin1');
  const hex = piece.toString('hex');
  const written: Record<string, string> = {
    hex,
    'upper-case hex': hex.toUpperCase(),
    'percent-encoded': hex.toUpperCase().replace(/../g, '%$&'),
    'percent-encoded where it must be': encodeURIComponent(text),
    'JSON escapes': hex.replace(/../g, '\\u00$&'),
    ...base64Forms(piece),
  };
  return [
    { form: 'raw', bytes: piece },
    { form: 'reversed', bytes: Buffer.from(piece).reverse() },
    { form: 'UTF-16', bytes: Buffer.from(text, 'utf16le') },
    ...Object.entries(written).map(([form, value]) => ({ form, bytes: Buffer.from(value) })),
  ];
}

/** base64 of a piece looks different at each of three offsets; what stays the same of it is what lies within whole groups. */
function base64Forms(piece: Buffer): Record<string, string> {
  const forms = [0, 1, 2].flatMap((skip) => {
    const whole = piece.subarray(skip, skip + Math.floor((piece.length - skip) / 3) * 3);
    const plain = whole.toString('base64');
    return [
      [`base64 at ${skip}`, plain],
      [`base64url at ${skip}`, whole.toString('base64url')],
      [`percent-encoded base64 at ${skip}`, encodeURIComponent(plain)],
    ];
  });
  return Object.fromEntries(forms) as Record<string, string>;
}
