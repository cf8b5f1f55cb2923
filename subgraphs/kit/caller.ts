/** Who asks, as the gateway vouches for them in its assertion. */
export interface Caller {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly division: string | null;
  readonly teams: readonly string[];
  readonly purpose: string | null;
}
