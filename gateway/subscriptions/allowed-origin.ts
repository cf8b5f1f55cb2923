import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page may open a WebSocket: browsers ask nobody before they do (Fetch standard, CORS protocol, has no part in
 * it). Programs name no origin; a page of the gateway's own host may, and those that may ask otherwise.
 */
export function isAllowedOrigin(
  { origin, host }: IncomingHttpHeaders,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
