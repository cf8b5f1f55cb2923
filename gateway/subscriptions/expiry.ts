const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls `end` when a token expires, in Unix seconds; never for null. What it returns calls it off. */
export function atExpiry(expiresAt: number | null, clock: () => Date, end: () => void): () => void {
  if (expiresAt === null) return () => undefined;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const milliseconds = expiresAt * 1000 - clock().getTime();
    // A timer that is to wait longer than it can does not wait at all.
    const [then, after] =
      milliseconds > LONGEST_TIMER_MS ? [wait, LONGEST_TIMER_MS] : [end, Math.max(milliseconds, 0)];
    timer = setTimeout(then, after);
  };
  wait();
  return () => clearTimeout(timer);
}
