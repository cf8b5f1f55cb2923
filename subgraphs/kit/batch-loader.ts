import DataLoader from 'dataloader';

/**
 * Loads many keys in one call and hands each its value, in order. A key without a value gives null.
 * `keyText` makes keys that are objects comparable.
 */
export function batchLoader<Key, Value>(
  load: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>,
  keyText: (key: Key) => string = String,
): DataLoader<Key, Value | null, string> {
  return new DataLoader<Key, Value | null, string>(
    async (keys) => {
      const found = await load(keys);
      return keys.map((key) => found.get(keyText(key)) ?? null);
    },
    { cacheKeyFn: keyText, maxBatchSize: MAX_BATCH },
  );
}

/** As `batchLoader`, for keys that have many values each; a key without any gives an empty list. */
export function listLoader<Key, Value>(
  load: (keys: readonly Key[]) => Promise<ReadonlyMap<string, readonly Value[]>>,
  keyText: (key: Key) => string = String,
): DataLoader<Key, readonly Value[], string> {
  return new DataLoader<Key, readonly Value[], string>(
    async (keys) => {
      const found = await load(keys);
      return keys.map((key) => found.get(keyText(key)) ?? []);
    },
    { cacheKeyFn: keyText, maxBatchSize: MAX_BATCH },
  );
}

/**
 * As `batchLoader`, for keys that must exist: a missing one is an error that names what was looked for
 * and which key had no answer.
 */
export function requiredLoader<Key, Value>(
  what: string,
  load: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>,
  keyText: (key: Key) => string = String,
): DataLoader<Key, Value, string> {
  return new DataLoader<Key, Value, string>(
    async (keys) => {
      const found = await load(keys);
      return keys.map(
        (key) => found.get(keyText(key)) ?? new Error(`No ${what} for key ${keyText(key)}.`),
      );
    },
    { cacheKeyFn: keyText, maxBatchSize: MAX_BATCH },
  );
}

/** Below PostgreSQL's 65,535 parameters a statement, with room for keys of several parts. */
const MAX_BATCH = 5_000;
