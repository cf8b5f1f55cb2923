import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMapping, type Mapping } from '../../../cli/import/mapping.ts';

/** Reads a mapping from its text, as the command reads it from a file. */
export function mappingOf(text: string, kind?: string): Mapping {
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-mapping-'));
  try {
    const file = join(directory, 'mapping.yaml');
    writeFileSync(file, text);
    return readMapping(file, kind);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The lines with which a mapping is refused, each without its dash; none when it is taken. */
export function faultsOf(text: string, kind?: string): readonly string[] {
  try {
    mappingOf(text, kind);
    return [];
  } catch (error) {
    const [, ...lines] = error instanceof Error ? error.message.split('\n') : [];
    return lines.map((line) => line.replace(/^- /, ''));
  }
}
