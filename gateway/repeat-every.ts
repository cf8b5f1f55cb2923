/**
 * Does something every so often, or never where no time is given. Returns what ends it. Looking again and
 * again finds what a watch on files misses: links that are turned, and file systems that tell nothing.
 */
export function repeatEvery(seconds: number | undefined, act: () => Promise<unknown>): () => void {
  if (seconds === undefined) return () => undefined;
  const timer = setInterval(() => void act(), seconds * 1000);
  timer.unref();
  return () => clearInterval(timer);
}
