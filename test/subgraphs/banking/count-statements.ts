import type { DatabasePool } from '../../../subgraphs/kit/database.ts';

/** Statements that reach that room's tables meanwhile, but for the outbox relay's own. */
export async function countingStatements(
  database: DatabasePool,
  schema: string,
  act: () => Promise<unknown>,
): Promise<number> {
  const client = await database.pool.connect();
  const prototype = Object.getPrototypeOf(client) as { query: (...args: unknown[]) => unknown };
  client.release();
  const original = prototype.query;
  let count = 0;
  prototype.query = function counted(this: unknown, ...args: unknown[]) {
    const [statement] = args;
    const text = typeof statement === 'string' ? statement : (statement as { text: string }).text;
    if (!text.includes('outbox') && text.includes(schema)) count += 1;
    return original.apply(this, args);
  };
  try {
    await act();
  } finally {
    prototype.query = original;
  }
  return count;
}
