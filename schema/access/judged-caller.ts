/** What the gateway and the rooms alike know of a caller. */
export interface JudgedCaller {
  readonly scopes: readonly string[];
  /** The division that the caller works for; null for the shared center. */
  readonly division: string | null;
  /** Ids of the teams that the caller is in; empty for none. */
  readonly teams: readonly string[];
  /** What the caller reads for. */
  readonly purpose: string | null;
}

/** What a rule may look at that judges the caller, once an operation, before any data exists. */
export interface RuleContext {
  /** Null for a request without a token. */
  readonly caller: JudgedCaller | null;
}
