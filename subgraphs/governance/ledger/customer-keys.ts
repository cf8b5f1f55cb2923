import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** How the ledger names customers without saying who they are. */
export interface CustomerKeys {
  /** The same for the same customer; nobody without the key can try ids against it. */
  hash(id: string): Buffer;
  /** What only the key opens; different every time. */
  seal(id: string): Buffer;
  /** Throws for what was not sealed with this key. */
  unseal(sealed: Uint8Array): string;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Derives a key for each use (RFC 5869). */
export function createCustomerKeys(key: string): CustomerKeys {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', key, '', `ledger:${use}`, 32));
  const hashKey = derive('customer-hash');
  const sealKey = derive('customer-seal');
  return Object.freeze({
    hash: (id: string) => createHmac('sha256', hashKey).update(id).digest(),
    seal(id: string) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, sealKey, nonce, { authTagLength: TAG_BYTES });
      const text = Buffer.concat([cipher.update(id, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    unseal(sealed: Uint8Array) {
      const bytes = Buffer.from(sealed);
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(CIPHER, sealKey, nonce, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    },
  });
}
