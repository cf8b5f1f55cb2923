import { openDatabase, type DatabasePool } from '../../subgraphs/kit/database.ts';

/** A fresh PGlite in memory. */
export function openEmbeddedDatabase(): Promise<DatabasePool> {
  return openDatabase({ kind: 'embedded', directory: 'memory' });
}
