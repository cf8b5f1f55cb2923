import type { Metric, Registry } from 'prom-client';

import { DURATIONS } from './durations.ts';

/** What one series of a histogram counts. */
export interface DurationSeries {
  observe(seconds: number): void;
}

export interface DurationDescription {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/**
 * A histogram of durations that is written many times a request and read every few seconds: a series is looked up
 * once, by its own object, and counting in it adds to two numbers. Read, it is prom-client's histogram.
 */
export class DurationCounts {
  readonly name: string;
  readonly #help: string;
  readonly #labelNames: readonly string[];
  readonly #series = new Map<string, Series>();

  constructor({ name, help, labelNames }: DurationDescription, registry: Registry) {
    this.name = name;
    this.#help = help;
    this.#labelNames = labelNames;
    // The registry asks a metric for its name and its values, which are here.
    registry.registerMetric(this as unknown as Metric);
  }

  /** The series of these values, in the order of the labels' names. */
  series(...values: readonly string[]): DurationSeries {
    const key = values.join('\n');
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const labels = Object.fromEntries(
      this.#labelNames.map((label, place) => [label, values[place] ?? '']),
    );
    const made = new Series(labels);
    this.#series.set(key, made);
    return made;
  }

  /** What a registry asks of a metric. */
  get(): Promise<object> {
    const values = [...this.#series.values()].flatMap((series) => series.values(this.name));
    const described = { name: this.name, help: this.#help, type: 'histogram', aggregator: 'sum' };
    return Promise.resolve({ ...described, values });
  }
}

interface SeriesValue {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

class Series implements DurationSeries {
  readonly #labels: Readonly<Record<string, string>>;
  /** By the class of the duration; those beyond all classes last. */
  readonly #counts = new Float64Array(DURATIONS.length + 1);
  #sum = 0;

  constructor(labels: Readonly<Record<string, string>>) {
    this.#labels = labels;
  }

  observe(seconds: number): void {
    let place = 0;
    while (place < DURATIONS.length && seconds > (DURATIONS[place] ?? Infinity)) place += 1;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#sum += seconds;
  }

  /** As Prometheus wants them: each class with all that are shorter, then their sum and their number. */
  values(name: string): readonly SeriesValue[] {
    const labels = this.#labels;
    let count = 0;
    const buckets = [...DURATIONS, '+Inf'].map((le, place) => {
      count += this.#counts[place] ?? 0;
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: this.#sum },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }
}
