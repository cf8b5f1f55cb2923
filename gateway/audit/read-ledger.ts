import type { Caller } from '../auth/caller.ts';
import type { DecidedOperation, JudgedOperation } from '../access/access-control.ts';
import type { Decisions } from '../access/decision.ts';
import type { RequestContext } from '../context.ts';
import type { LedgerReader, LedgerReading } from '../../schema/ledger-batch.ts';
import type { LedgerQueue } from './ledger-queue.ts';
import type { QueuedEntry } from './queued-entry.ts';
import { OperationReading, refusedReading } from './recorded-reading.ts';
import type { RecordingRules } from './recorded-reading.ts';

/** What comes before and after a request that must be recorded. */
export interface ReadLedger {
  /**
   * Null where nothing is worth an entry; `shut` where an entry could not be taken: then nothing must be read.
   */
  begin(judged: JudgedOperation, context: RequestContext): Promise<Recording | 'shut' | null>;
}

export interface Recording {
  /** Records that the answer goes out. False where it must not, because that could not be recorded in time. */
  end(): Promise<boolean>;
}

export interface ReadLedgerSettings extends RecordingRules {
  readonly queue: LedgerQueue;
  readonly clock: () => Date;
  /** Until when an answer waits: its entry is written, or has a place in the queue. */
  readonly waitFor: 'commit' | 'queue';
  /** What happens to requests while no entry can be taken. */
  readonly whenFull: 'fail' | 'wait';
}

const NOBODY: LedgerReader = Object.freeze({
  ...{ subject: '', roles: [], scopes: [], division: null, client: null, purpose: null },
  emergency: null,
});

export function createReadLedger(settings: ReadLedgerSettings): ReadLedger {
  const { queue, clock, waitFor } = settings;
  const readings = new WeakMap<Decisions, OperationReading>();
  const readers = new WeakMap<Caller, LedgerReader>();

  const isShut = (): boolean => queue.isFull || (waitFor === 'commit' && queue.isFailing);

  function readingOf({ shape, decisions, trueVariables }: DecidedOperation): LedgerReading | null {
    let known = readings.get(decisions);
    if (known === undefined) {
      known = new OperationReading(shape, decisions, settings);
      readings.set(decisions, known);
    }
    return known.under(trueVariables);
  }

  async function opens(context: RequestContext): Promise<boolean> {
    while (isShut()) {
      if (!isPatient(settings, context) || !(await inTime(queue.afterNextWrite(), context)))
        return false;
    }
    return true;
  }

  async function record(entry: QueuedEntry, context: RequestContext): Promise<boolean> {
    const waits = isPatient(settings, context);
    const written = queue.append(entry, waits ? 'written' : 'attempted');
    if (waitFor === 'queue') return true;
    return waits ? inTime(written, context) : written;
  }

  return {
    async begin(judged, context) {
      const reading = judged.kind === 'decided' ? readingOf(judged) : refusedReading(judged);
      if (reading === null) return null;
      if (isShut() && !(await opens(context))) return 'shut';
      const { requestId, caller, record: about } = context;
      const reader = caller === null ? NOBODY : readerOf(caller, readers);
      return {
        end: () => {
          const { operation } = judged;
          const customers = [...about.subjects];
          const at = clock().getTime();
          const entry = { at, requestId, reader, operation, reading, customers };
          return record(entry, context);
        },
      };
    },
  };
}

/** Nobody stands and waits for what an event shows: late is better than not. */
function isPatient({ whenFull }: ReadLedgerSettings, { event }: RequestContext): boolean {
  return whenFull === 'wait' || event !== undefined;
}

function readerOf(caller: Caller, readers: WeakMap<Caller, LedgerReader>): LedgerReader {
  let reader = readers.get(caller);
  if (reader === undefined) {
    const { subject, roles, scopes, division, purpose, client = null } = caller;
    const lists = { roles: [...roles], scopes: [...scopes] };
    reader = Object.freeze({
      ...{ subject, ...lists, division, client, purpose },
      emergency: emergencyOf(caller),
    });
    readers.set(caller, reader);
  }
  return reader;
}

function emergencyOf({ breakGlass }: Caller): LedgerReader['emergency'] {
  if (breakGlass === undefined) return null;
  return { reason: breakGlass.reason, until: breakGlass.until.getTime() };
}

/** False when the request's time is up first, or nobody waits for it any more. */
function inTime(event: Promise<unknown>, { deadline }: RequestContext): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isInTime: boolean): void => {
      clearTimeout(timer);
      deadline.delete(waiting);
      resolve(isInTime);
    };
    const waiting = { giveUp: () => settle(false) };
    const timer = setTimeout(() => settle(false), deadline.endsAt - performance.now());
    deadline.add(waiting);
    void event.then(() => settle(true));
  });
}
