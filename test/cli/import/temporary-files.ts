import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of a test's own. */
export interface TemporaryFiles {
  readonly directory: string;
  path(name: string): string;
  /** Returns the path. */
  write(name: string, content: string | Buffer): Promise<string>;
  remove(): Promise<void>;
}

export async function makeTemporaryFiles(): Promise<TemporaryFiles> {
  const directory = await mkdtemp(join(tmpdir(), 'switchboard-files-'));
  const path = (name: string) => join(directory, name);
  return {
    directory,
    path,
    async write(name, content) {
      await writeFile(path(name), content);
      return path(name);
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
