/** Who asks: what a verified token says, and of what the request says only what the token allows. */
export interface Caller {
  /** The token's subject: an opaque id, never a name. */
  readonly subject: string;
  readonly roles: readonly string[];
  /** The scopes of the roles and those that the token names itself, sorted. */
  readonly scopes: readonly string[];
  /** The division that the caller works for; null for the shared center. */
  readonly division: string | null;
  /** Ids of the teams that the caller is in, sorted. */
  readonly teams: readonly string[];
  /** What the caller reads for: what the request states of that which the issuer allowed. */
  readonly purpose: string | null;
  /** The application that asks, as the token names it (RFC 9068, `client_id`); missing where it does not. */
  readonly client?: string;
  /** The emergency that opened some of the scopes; absent without one. */
  readonly breakGlass?: BreakGlass;
  /** Unix seconds; the token is worthless from then on. */
  readonly expiresAt: number;
}

/** An emergency that a caller declared: why, and until when. */
export interface BreakGlass {
  readonly reason: string;
  readonly until: Date;
  /** What the caller held before it. */
  readonly scopes: readonly string[];
}
