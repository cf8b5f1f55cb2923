import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const summary = z.object({
  read: z.number(),
  skipped: z.number(),
  accepted: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  reasons: z.record(z.string(), z.number()),
  warnings: z.record(z.string(), z.number()),
  /** Bytes of the reject file that belong to the rows counted here. */
  rejectBytes: z.number(),
});

/** What an import has done so far. */
export type ImportProgress = z.infer<typeof summary>;

export const NOTHING_DONE: ImportProgress = Object.freeze({
  read: 0,
  skipped: 0,
  accepted: 0,
  unchanged: 0,
  rejected: 0,
  reasons: {},
  warnings: {},
  rejectBytes: 0,
});

/** Where an import that was interrupted goes on. Same division, mapping and content: same checkpoint. */
export interface Checkpoint {
  read(): Promise<ImportProgress>;
  write(progress: ImportProgress): Promise<void>;
  clear(): Promise<void>;
}

export async function openCheckpoint(
  dataDirectory: string,
  division: string,
  files: readonly string[],
): Promise<Checkpoint> {
  const directory = join(dataDirectory, 'imports');
  await mkdir(directory, { recursive: true });
  const path = join(directory, `${await fingerprint(division, files)}.json`);
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

async function fingerprint(division: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(division);
  for (const file of files) {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex').slice(0, 32);
}
