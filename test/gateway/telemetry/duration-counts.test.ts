import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AggregatorRegistry, Histogram, Registry } from 'prom-client';

import { DurationCounts } from '../../../gateway/telemetry/duration-counts.ts';
import { DURATIONS } from '../../../gateway/telemetry/durations.ts';

const described = {
  name: 'switchboard_test_seconds',
  help: 'Durations of a test.',
  labelNames: ['room', 'outcome'],
};

type Observed = readonly (readonly [room: string, outcome: string, seconds: number])[];

/** The same durations in ours and in prom-client's own histogram. */
function both(observed: Observed): { readonly ours: Registry; readonly theirs: Registry } {
  const [ours, theirs] = [new Registry(), new Registry()];
  const counts = new DurationCounts(described, ours);
  const histogram = new Histogram({ ...described, buckets: DURATIONS, registers: [theirs] });
  for (const [room, outcome, seconds] of observed) {
    counts.series(room, outcome).observe(seconds);
    histogram.observe({ room, outcome }, seconds);
  }
  return { ours, theirs };
}

/** As one process adds up what others sent it. */
async function added(registries: readonly Registry[]): Promise<string> {
  const sent = await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()));
  return AggregatorRegistry.aggregate(JSON.parse(JSON.stringify(sent))).metrics();
}

const observed = fc.array(
  fc.tuple(
    fc.constantFrom('banking', 'lending'),
    fc.constantFrom('ok', 'errors', 'a "b"\n\\c'),
    fc.oneof(fc.constantFrom(...DURATIONS, 0), fc.double({ min: 0, max: 60, noNaN: true })),
  ),
  { maxLength: 40 },
);

describe('durations that were counted', () => {
  test("read as prom-client's histogram of the same durations does", async () => {
    await fc.assert(
      fc.asyncProperty(observed, async (some) => {
        const { ours, theirs } = both(some);
        expect(await ours.metrics()).toBe(await theirs.metrics());
      }),
    );
  });

  test('add up over processes as those do', async () => {
    await fc.assert(
      fc.asyncProperty(observed, observed, async (some, others) => {
        const [one, other] = [both(some), both(others)];
        expect(await added([one.ours, other.ours])).toBe(await added([one.theirs, other.theirs]));
      }),
    );
  });

  test('have a name that no other metric of the registry has', () => {
    const registry = new Registry();
    new DurationCounts(described, registry);
    expect(() => new DurationCounts(described, registry)).toThrow('already been registered');
  });
});
