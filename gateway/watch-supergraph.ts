import type { Generations } from './generations.ts';

/**
 * Looks at the supergraph every so often: by its content, which tells more than times do where files are
 * links that somebody turns. Returns what ends it.
 */
export function watchSupergraph(generations: Generations, everySeconds: number): () => void {
  const timer = setInterval(() => void generations.reload('watched'), everySeconds * 1000);
  timer.unref();
  return () => clearInterval(timer);
}
