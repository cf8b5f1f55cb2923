import { describe, expect, test } from '@jest/globals';
import { whereItLeads } from '../../../../subgraphs/metrics/facts/follow-redirects.ts';

function redirects(...merges: readonly (readonly [string, string, string])[]) {
  return new Map(
    merges.map(([merged_id, customer_id, day]) => [
      merged_id,
      { merged_id, customer_id, stamp: `${day}T00:00:00.000Z/some-event` },
    ]),
  );
}

function link(linked_id: string, day: string) {
  return { linked_id, stamp: `${day}T00:00:00.000Z/some-event` };
}

describe('whereItLeads', () => {
  test('a customer never merged away is where the link leads', () => {
    expect(whereItLeads(link('a', '2026-01-01'), redirects())).toBe('a');
  });

  test('merges are followed to their end', () => {
    const merges = redirects(['a', 'b', '2026-01-02'], ['b', 'c', '2026-01-03']);
    expect(whereItLeads(link('a', '2026-01-01'), merges)).toBe('c');
  });

  test('a link of the same moment as the merge follows it', () => {
    expect(whereItLeads(link('a', '2026-01-02'), redirects(['a', 'b', '2026-01-02']))).toBe('b');
  });

  test('a link made after the merge says that the merge was undone', () => {
    expect(whereItLeads(link('a', '2026-01-03'), redirects(['a', 'b', '2026-01-02']))).toBe('a');
  });

  test('merges that turn in a circle end where they would begin again', () => {
    const merges = redirects(['a', 'b', '2026-01-02'], ['b', 'a', '2026-01-04']);
    expect(whereItLeads(link('b', '2026-01-03'), merges)).toBe('a');
  });
});
