import { LRUCache } from 'lru-cache';

type RateDecision =
  { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly retryAfterSeconds: number };

/** Says whether one more request of a caller fits its share; in process here, shared where many gateways run. */
export interface RateLimiter {
  take(caller: string): Promise<RateDecision>;
}

export interface RateLimit {
  /** How fast a caller's bucket fills. */
  readonly requestsPerSecond: number;
  /** How many requests may come at once after a rest. */
  readonly burst: number;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A token bucket a caller. Idle callers are forgotten, which is the same as a full bucket. */
export function createTokenBuckets(limit: RateLimit): RateLimiter {
  const buckets = new LRUCache<string, { tokens: number; at: number }>({ max: 100_000 });
  return {
    take(caller) {
      const now = limit.now();
      const bucket = buckets.get(caller) ?? { tokens: limit.burst, at: now };
      const filled = ((now - bucket.at) / 1000) * limit.requestsPerSecond;
      const tokens = Math.min(limit.burst, bucket.tokens + Math.max(0, filled));
      const allowed = tokens >= 1;
      buckets.set(caller, { tokens: allowed ? tokens - 1 : tokens, at: now });
      const wait = Math.ceil((1 - tokens) / limit.requestsPerSecond);
      return Promise.resolve(
        allowed ? { kind: 'allowed' } : { kind: 'refused', retryAfterSeconds: Math.max(1, wait) },
      );
    },
  };
}
