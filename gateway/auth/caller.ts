/** Who asks: what a verified token says, and nothing else from the request. */
export interface Caller {
  /** The token's subject: an opaque id, never a name. */
  readonly subject: string;
  readonly roles: readonly string[];
  /** The scopes of the roles and those that the token names itself, sorted. */
  readonly scopes: readonly string[];
  /** The division that the caller works for; null for the shared center. */
  readonly division: string | null;
  /** What the caller reads for, as the issuer allowed it. */
  readonly purpose: string | null;
  /** The application that asks, as the token names it (RFC 9068, `client_id`); missing where it does not. */
  readonly client?: string;
  /** Unix seconds; the token is worthless from then on. */
  readonly expiresAt: number;
}
