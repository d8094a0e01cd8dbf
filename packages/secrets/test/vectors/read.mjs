// Reads an encrypted file or a sealed text as FORMAT.md says, with nothing of the package. The key comes by stdin:
//   node read.mjs FILE keyring|passphrase|master-key|data-key    prints {name: value}
//   node read.mjs FILE envelope PATH NAME                       prints {NAME: value}; FILE holds the sealed text
/* global Buffer */
import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';

const [file, kind, path, name] = process.argv.slice(2);
const text = readFileSync(file, 'latin1');
const given = readFileSync(0, 'utf8').trim();
const binary = (digits) => Buffer.from(digits, 'base64url');
const derive = (key, salt, info, bytes = 32) => Buffer.from(crypto.hkdfSync('sha256', key, salt, info, bytes));
const hmac = (key, bytes) => crypto.createHmac('sha256', key).update(bytes).digest();
const bound = (...fields) =>
  Buffer.concat(fields.flatMap((each) => [length(Buffer.byteLength(each)), Buffer.from(each)]));

function length(bytes) {
  const field = Buffer.alloc(4);
  field.writeUInt32BE(bytes);
  return field;
}

function decrypt(cipher, { key, nonce, sealed, associated }) {
  const decipher = crypto.createDecipheriv(cipher, key, nonce, { authTagLength: 16 });
  if (associated) decipher.setAAD(associated);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

function openFile() {
  const document = JSON.parse(text);
  const { id, wraps, secrets, index } = document;
  if (document.format !== 'wicketgate-secrets' || document.version !== 1) throw new Error('This is another format.');
  const dataKey = unwrap(
    document,
    wraps.find((wrap) => wrap.kind === kind),
  );
  const at = text.lastIndexOf('"mac": "') + 8;
  const authenticated = text.slice(0, at) + text.slice(at + index.mac.length);
  const mac = hmac(derive(dataKey, binary(id), 'wicketgate-secrets/v1/index'), authenticated).toString('base64url');
  if (text.slice(at) !== `${mac}"\n  }\n}\n`) throw new Error('The file was changed.');
  const key = derive(dataKey, binary(id), 'wicketgate-secrets/v1/values');
  const open = ({ name, version, updated, nonce, value }) => {
    const fields = [id, document.path, name, String(version), String(updated)];
    const associated = bound('wicketgate-secrets/v1/secret', ...fields);
    return decrypt('aes-256-gcm', { key, nonce: binary(nonce), sealed: binary(value), associated });
  };
  return Object.fromEntries(secrets.map((secret) => [secret.name, open(secret).toString()]));
}

function unwrap({ id, path }, wrap) {
  if (kind === 'data-key') return binary(given);
  const key = {
    keyring: () => binary(given),
    passphrase: () => crypto.scryptSync(given, binary(wrap.salt), 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 }),
    'master-key': () => derive(Buffer.from(given, 'base64'), binary(wrap.salt), 'wicketgate-secrets/v1/master-key'),
  }[kind]();
  const associated = bound('wicketgate-secrets/v1/wrap', id, path, wrap.id, kind);
  return decrypt('aes-256-gcm', { key, nonce: binary(wrap.nonce), sealed: binary(wrap.key), associated });
}

function openEnvelope() {
  const [version, keyId, nonce, sealed, ...rest] = text.split('.');
  if (version !== 'wge1' || rest.length > 0) throw new Error('This is another format.');
  const associated = bound('wicketgate-envelope/v1', keyId, path, name);
  const plain = decrypt('aes-256-gcm', {
    key: binary(given),
    nonce: binary(nonce),
    sealed: binary(sealed),
    associated,
  });
  return { [name]: plain.toString() };
}

process.stdout.write(JSON.stringify(kind === 'envelope' ? openEnvelope() : openFile()));
