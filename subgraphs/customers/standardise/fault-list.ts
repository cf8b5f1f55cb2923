import { storableText } from '../../kit/storable-text.ts';
import type { Fault } from '../model.ts';
import type { Outcome } from './outcome.ts';
import { kindOf } from './text.ts';

/** More faults than these say nothing new about a record. */
const MOST_FAULTS = 50;
const LONGEST_RAW = 200;

/** Collects what could not be standardised while a record is read. */
export class FaultList {
  readonly #faults: Fault[] = [];

  /** The standard value, or null; a fault is noted under the field's name. */
  take<Value>(field: string, raw: unknown, outcome: Outcome<Value>): Value | null {
    if (outcome.kind === 'fault') this.add(field, raw, outcome.reason);
    return outcome.kind === 'standard' ? outcome.value : null;
  }

  add(field: string, raw: unknown, reason: string): void {
    if (this.#faults.length >= MOST_FAULTS) return;
    this.#faults.push(Object.freeze({ field, rawValue: rawText(raw), reason }));
  }

  all(): readonly Fault[] {
    return Object.freeze([...this.#faults]);
  }
}

function rawText(raw: unknown): string | null {
  if (raw === null || raw === undefined) return null;
  const text = typeof raw === 'string' ? raw : kindOf(raw);
  return storableText(text.slice(0, LONGEST_RAW));
}
