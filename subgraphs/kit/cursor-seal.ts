import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

/** Closes cursors so that only whom they were given to can use them, and only where they were given. */
export interface CursorSeal {
  /** The same for the same cursor and place, so that equal questions have equal answers. */
  close(cursor: string, place: string): string;
  /** The cursor that was closed for this place; null for any other text. */
  open(sealed: string, place: string): string | null;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with the place as what is authenticated beside the text. The nonce is a MAC of both (as in RFC 8452), so
 * none is ever used for two texts. Both keys are derived (RFC 5869) from the one that the room shares with the
 * gateway: every process of the room opens what any of them closed.
 */
export function createCursorSeal(secret: Uint8Array): CursorSeal {
  const [key, nonceKey] = ['key', 'nonce'].map((use) => derive(secret, use));
  if (key === undefined || nonceKey === undefined) throw new Error('Two keys must be derived.');
  return Object.freeze({
    close(cursor: string, place: string): string {
      const text = Buffer.from(cursor, ENCODING);
      const nonce = createHmac('sha256', nonceKey)
        .update(`${place.length} ${place}`)
        .update(text)
        .digest()
        .subarray(0, NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(place));
      const closed = [nonce, cipher.update(text), cipher.final()];
      return Buffer.concat([...closed, cipher.getAuthTag()]).toString(ENCODING);
    },
    open(sealed: string, place: string): string | null {
      const bytes = Buffer.from(sealed, ENCODING);
      // Decoding passes over what it does not know, and one cursor is one text.
      if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString(ENCODING) !== sealed)
        return null;
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString(ENCODING);
      } catch {
        return null;
      }
    },
  });
}

/** That of `connection.ts`, whose bytes are what is closed. */
const ENCODING = 'base64url';

function derive(secret: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `switchboard-cursor:${use}`, 32));
}
