const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls `end` when a token expires, in Unix seconds; never for null. What it returns calls it off. */
export function atExpiry(expiresAt: number | null, now: Date, end: () => void): () => void {
  if (expiresAt === null) return () => undefined;
  const milliseconds = expiresAt * 1000 - now.getTime();
  // Whoever's token lives longer than a timer can is asked again before each event, as everybody is.
  const timer = setTimeout(end, Math.min(Math.max(milliseconds, 0), LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
}
