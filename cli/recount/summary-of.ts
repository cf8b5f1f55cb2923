import type { Recounted } from '../../subgraphs/metrics/recount/recount.ts';

/** What a recount did, in lines of text. */
export function summaryOf({ rooms, fresh }: Recounted, seconds: number): string {
  const counted = rooms.reduce((sum, room) => sum + room.counted, 0);
  const lines = rooms.map(({ room, counted: events, passed }) => {
    const types = [...passed].map(([type, count]) => `${type} ${count}`).join(', ');
    return `${room}: ${events} events counted${types === '' ? '' : `; passed over: ${types}`}`;
  });
  const pace = Math.round(counted / Math.max(seconds, 0.001));
  return [
    ...lines,
    `${counted} events in ${seconds.toFixed(1)} s, ${pace} a second; ${fresh} had not been counted before.`,
  ].join('\n');
}
