import { gatewayError } from '../errors.ts';

/**
 * The token of an `Authorization: Bearer` header (RFC 6750, section 2.1), or null where there is none.
 * Cookies, query parameters and body fields never authenticate.
 */
export function readBearerToken(header: string | undefined, maxBytes: number): string | null {
  if (header === undefined) return null;
  if (header.length > maxBytes + 'Bearer '.length) {
    throw gatewayError('HEADERS_TOO_LARGE', ['The token', maxBytes]);
  }
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(header)?.[1] ?? null;
}
