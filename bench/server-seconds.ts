import type { DatabasePool } from '../subgraphs/kit/database.ts';
import { readUsage } from './measure/process-usage.ts';

/** Processor time of the server's processes that serve this one, which must be on this machine; else not a number. */
export async function serverSeconds({ pool }: DatabasePool): Promise<number> {
  const { rows } = await pool.query<{ readonly pid: number }>(
    'select pid from pg_stat_activity where datname = current_database()',
  );
  return rows.reduce((sum, { pid }) => sum + (readUsage(pid)?.cpuSeconds ?? NaN), 0);
}
