const HOUR_MS = 3_600_000;

/**
 * Does something now and every hour, never twice at once. `failed` is told of what it throws; the next hour is
 * another try. Returns what ends that, once what is under way is done.
 */
export function everyHour(
  work: () => Promise<void>,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let underWay = Promise.resolve();
  const start = (): void => {
    underWay = underWay.then(work).catch(failed);
  };
  start();
  const timer = setInterval(start, HOUR_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    return underWay;
  };
}
