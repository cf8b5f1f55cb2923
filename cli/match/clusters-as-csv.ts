import type { MatchRun } from './match-files.ts';

/** Each record's id and the id of the first record of its cluster, in the order of the files. */
export function clustersAsCsv({ ids, result }: MatchRun): string {
  const lines = ids.map((id, record) => [id, ids[result.clusters[record] ?? record] ?? '']);
  return ['id,cluster', ...lines.map((cells) => cells.map(quote).join(',')), ''].join('\n');
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
