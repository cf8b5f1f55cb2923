/** One entry of the ledger, with what it refers to. */
export interface LoggedRead {
  readonly position: string;
  readonly at: Date;
  readonly requestId: string;
  readonly subject: string;
  readonly roles: readonly string[];
  readonly division: string | null;
  readonly client: string | null;
  readonly purpose: string | null;
  readonly emergency: { readonly reason: string; readonly until: string } | null;
  /** Hexadecimal. */
  readonly operationHash: string;
  readonly operationName: string | null;
  readonly fields: readonly string[];
  readonly denied: readonly { readonly field: string; readonly rule: string }[];
  /** Sealed ids. */
  readonly customers: readonly Buffer[];
}

/** What is asked of the log; null leaves it open. */
export interface LogFilter {
  /** A customer's keyed hash. */
  readonly customer: Buffer | null;
  /** `Type.field`. */
  readonly field: string | null;
  readonly subject: string | null;
  /** The first instant, and the first one after (RFC 3339). */
  readonly from: string | null;
  readonly to: string | null;
}

/** Somebody who read a customer's data. */
export interface CustomerReader {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly division: string | null;
  readonly clients: readonly string[];
  readonly purposes: readonly string[];
  readonly reads: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}
