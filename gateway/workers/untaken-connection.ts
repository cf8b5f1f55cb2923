import type { Worker } from 'node:cluster';

/**
 * Node hands a worker one connection at a time and keeps its own copy until the worker says that it has it.
 * A worker that dies in between never does, so the copy would stay open, and whoever connected would wait
 * for ever. This closes it: the client sees at once that its request is lost.
 */
export function closeUntakenConnection({ process }: Worker): void {
  const send = process.send.bind(process) as (...given: unknown[]) => boolean;
  let handed: { close(): void } | null = null;
  process.send = (...given: unknown[]) => {
    const [, handle] = given;
    if (isHandle(handle)) handed = handle;
    return send(...given);
  };
  // Closing what was closed already does nothing.
  process.once('exit', () => handed?.close());
}

function isHandle(value: unknown): value is { close(): void } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'close' in value &&
    typeof value.close === 'function'
  );
}
