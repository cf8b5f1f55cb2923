import { describe, expect, test } from '@jest/globals';
import { GatewayRefusal } from '../../../cli/client/gateway-client.ts';
import type { BatchResult } from '../../../cli/import/import-kinds.ts';
import type { ImportRecord } from '../../../cli/import/map-row.ts';
import { sendInParts } from '../../../cli/import/send-in-parts.ts';

const numbered = (count: number, text = ''): readonly ImportRecord[] =>
  Array.from({ length: count }, (_, id) => ({ id, text }));

/** A gateway that takes so many records a request and rejects those whose id is a multiple of 10. */
function takes(most: number) {
  const sizes: number[] = [];
  const send = (records: readonly ImportRecord[]): Promise<BatchResult> => {
    sizes.push(records.length);
    if (records.length > most) {
      return Promise.reject(new GatewayRefusal('too large', 'REQUEST_TOO_LARGE'));
    }
    const rejections = records.flatMap(({ id }, index) =>
      typeof id === 'number' && id % 10 === 0 ? [{ index, reason: `id ${id}` }] : [],
    );
    const accepted = records.length - rejections.length;
    return Promise.resolve({ accepted, unchanged: 0, rejections, remarks: ['seen'] });
  };
  return { sizes, send };
}

describe('records', () => {
  test('that fit into one request go at once', async () => {
    const { sizes, send } = takes(500);
    const result = await sendInParts(numbered(25), send);
    expect(sizes).toEqual([25]);
    expect(result.rejections.map(({ index }) => index)).toEqual([0, 10, 20]);
  });

  test('that the gateway finds too large go in halves, and keep their places', async () => {
    const { sizes, send } = takes(10);
    const result = await sendInParts(numbered(35), send);
    expect(sizes.filter((size) => size <= 10).reduce((sum, size) => sum + size, 0)).toBe(35);
    expect(result).toMatchObject({ accepted: 31, remarks: Array(4).fill('seen') });
    expect(result.rejections).toEqual(
      [0, 10, 20, 30].map((id) => ({ index: id, reason: `id ${id}` })),
    );
  });

  test('of more than a megabyte are never sent in one request', async () => {
    const { sizes, send } = takes(500);
    const result = await sendInParts(numbered(100, 'x'.repeat(50_000)), send);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20);
    expect(result.accepted + result.rejections.length).toBe(100);
  });

  test('of which one is too large by itself lose only that one', async () => {
    const result = await sendInParts(numbered(9), (records) =>
      records.some(({ id }) => id === 5)
        ? Promise.reject(new GatewayRefusal('too large', 'REQUEST_TOO_LARGE'))
        : Promise.resolve({ accepted: records.length, unchanged: 0, rejections: [], remarks: [] }),
    );
    expect(result).toEqual({
      accepted: 8,
      unchanged: 0,
      rejections: [{ index: 5, reason: 'too large (REQUEST_TOO_LARGE)' }],
      remarks: [],
    });
  });

  test('that are refused for another reason are not sent again', async () => {
    let calls = 0;
    const sending = sendInParts(numbered(4), () => {
      calls += 1;
      return Promise.reject(new GatewayRefusal('no', 'FORBIDDEN'));
    });
    await expect(sending).rejects.toThrow('no (FORBIDDEN)');
    expect(calls).toBe(1);
  });
});
