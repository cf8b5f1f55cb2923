import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const count = z.number().int().min(0);

const summary = z.object({
  read: count,
  skipped: count,
  accepted: count,
  unchanged: count,
  rejected: count,
  /** Cases of a log, whose rows are counted above. */
  cases: count.default(0),
  reasons: z.record(z.string(), count),
  warnings: z.record(z.string(), count),
  /** Bytes of the reject file that belong to the rows counted here. */
  rejectBytes: count,
});

/** What an import has done so far. */
export type ImportProgress = z.infer<typeof summary>;

export const NOTHING_DONE: ImportProgress = Object.freeze({
  read: 0,
  skipped: 0,
  accepted: 0,
  unchanged: 0,
  rejected: 0,
  cases: 0,
  reasons: {},
  warnings: {},
  rejectBytes: 0,
});

/** Where an import that was interrupted goes on. */
export interface Checkpoint {
  read(): Promise<ImportProgress>;
  write(progress: ImportProgress): Promise<void>;
  clear(): Promise<void>;
}

/** What makes two imports the same: only then one goes on where the other was interrupted. */
export interface ImportIdentity {
  /** Where the records go, e.g. the gateway's address. */
  readonly target: string;
  readonly division: string;
  /** Paths; their content counts, not their names. */
  readonly files: readonly string[];
}

export async function openCheckpoint(
  dataDirectory: string,
  identity: ImportIdentity,
): Promise<Checkpoint> {
  const directory = join(dataDirectory, 'imports');
  await mkdir(directory, { recursive: true });
  const path = join(directory, `${await fingerprint(identity)}.json`);
  return {
    async read() {
      try {
        return summary.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch {
        // None, or one that was cut off: rows that were sent already will come out as unchanged.
        return NOTHING_DONE;
      }
    },
    async write(progress) {
      await writeFile(`${path}.new`, JSON.stringify(progress));
      await rename(`${path}.new`, path);
    },
    clear: () => rm(path, { force: true }),
  };
}

async function fingerprint({ target, division, files }: ImportIdentity): Promise<string> {
  const contents = await Promise.all(files.map(hashOfFile));
  const text = JSON.stringify([target, division, ...contents]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
