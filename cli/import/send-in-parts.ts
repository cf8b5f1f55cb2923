import { GatewayRefusal } from '../client/gateway-client.ts';
import type { BatchResult } from './import-kinds.ts';
import type { ImportRecord } from './map-row.ts';

/** Half of what a gateway takes unless it is told otherwise. */
const MAX_BYTES = 1_000_000;

/**
 * Sends records at once when they fit into one request, else in halves. One that is too large by itself is
 * rejected like any other bad row.
 */
export async function sendInParts(
  records: readonly ImportRecord[],
  send: (part: readonly ImportRecord[]) => Promise<BatchResult>,
): Promise<BatchResult> {
  if (records.length <= 1 || Buffer.byteLength(JSON.stringify(records)) <= MAX_BYTES) {
    const result = await send(records).catch(whenTooLarge);
    if (!(result instanceof GatewayRefusal)) return result;
    if (records.length <= 1) return rejected(result);
  }
  const middle = Math.ceil(records.length / 2);
  const first = await sendInParts(records.slice(0, middle), send);
  const second = await sendInParts(records.slice(middle), send);
  return joined(first, second, middle);
}

function whenTooLarge(error: unknown): GatewayRefusal {
  if (error instanceof GatewayRefusal && error.code === 'REQUEST_TOO_LARGE') return error;
  throw error;
}

function rejected({ message }: GatewayRefusal): BatchResult {
  return { accepted: 0, unchanged: 0, rejections: [{ index: 0, reason: message }], remarks: [] };
}

/** `offset` is how many records the first part had. */
function joined(first: BatchResult, second: BatchResult, offset: number): BatchResult {
  const shifted = second.rejections.map(({ index, reason }) => ({ index: index + offset, reason }));
  const unchangedAt = (second.unchangedAt ?? []).map((index) => index + offset);
  return {
    accepted: first.accepted + second.accepted,
    unchanged: first.unchanged + second.unchanged,
    ...(first.unchangedAt === undefined
      ? {}
      : { unchangedAt: [...first.unchangedAt, ...unchangedAt] }),
    rejections: [...first.rejections, ...shifted],
    remarks: [...first.remarks, ...second.remarks],
  };
}
