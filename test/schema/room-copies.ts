import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A copy of the real graph's files in a folder of their own. */
export interface RoomCopies {
  readonly folder: string;
  readonly config: string;
  fileOf(room: string): string;
  /** Replaces a text of a room, which must be there. Answers the line where the new text begins. */
  replace(room: string, old: string, now: string): number;
  remove(): void;
}

export function copyRooms(): RoomCopies {
  const folder = mkdtempSync(join(tmpdir(), 'rooms-'));
  const fileOf = (room: string): string => join(folder, 'subgraphs', room, 'schema.graphql');
  for (const room of roomNames()) {
    mkdirSync(dirname(fileOf(room)), { recursive: true });
    cpSync(join(ROOT, 'subgraphs', room, 'schema.graphql'), fileOf(room));
  }
  mkdirSync(join(folder, 'schema'));
  const config = join(folder, 'schema', 'supergraph.yaml');
  cpSync(join(ROOT, 'schema', 'supergraph.yaml'), config);
  return {
    folder,
    config,
    fileOf,
    replace: (room, old, now) => replaceIn(fileOf(room), old, now),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Folders with SDL of their own. */
export function roomNames(): readonly string[] {
  return readdirSync(join(ROOT, 'subgraphs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => readdirSync(join(ROOT, 'subgraphs', name)).includes('schema.graphql'));
}

function replaceIn(file: string, old: string, now: string): number {
  const text = readFileSync(file, 'utf8');
  const place = text.indexOf(old);
  if (place === -1) throw new Error(`${file} must contain "${old}".`);
  writeFileSync(
    file,
    text.replace(old, () => now),
  );
  return text.slice(0, place).split('\n').length;
}
