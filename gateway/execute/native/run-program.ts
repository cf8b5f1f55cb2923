import { isIncluded } from '../../access/condition.ts';
import { DueFetches } from './due-fetches.ts';
import type { Fetch, FetchProgram, Join } from './fetch-program.ts';
import { newPlace } from './place.ts';
import type { FetchedData, RunInput } from './run-input.ts';

/** Runs the fetches of a program: each as soon as those it waits for are finished. Rejects for no subgraph's sake. */
export function runProgram(program: FetchProgram, input: RunInput): Promise<FetchedData> {
  return new Promise((resolve, reject) => {
    new ProgramRun(program, input, { resolve, reject }).start();
  });
}

interface Settle {
  resolve(fetched: FetchedData): void;
  reject(error: unknown): void;
}

/** What is left of one join in one run. */
interface JoinState {
  /** Fetches that are not due yet, and may still come. */
  missing: number;
  due: DueFetches | null;
  timer: NodeJS.Timeout | null;
}

class ProgramRun {
  readonly #program: FetchProgram;
  readonly #input: RunInput;
  readonly #settle: Settle;
  readonly #fetched: FetchedData = {
    ...{ data: {}, place: newPlace(), errors: [] },
    isPlain: true,
    response: null,
  };
  readonly #waitsFor: number[];
  readonly #joins: readonly JoinState[];
  #unfinished: number;

  constructor(program: FetchProgram, input: RunInput, settle: Settle) {
    this.#program = program;
    this.#input = input;
    this.#settle = settle;
    this.#waitsFor = program.fetches.map((fetch) => fetch.waitsFor);
    this.#joins = program.joins.map(({ size }) => ({ missing: size, due: null, timer: null }));
    this.#unfinished = program.fetches.length;
  }

  start(): void {
    if (this.#unfinished === 0) this.#settle.resolve(this.#fetched);
    for (const fetch of this.#program.fetches) if (fetch.waitsFor === 0) this.#becomeDue(fetch);
  }

  #becomeDue(fetch: Fetch): void {
    const state = this.#joins[fetch.join];
    const join = this.#program.joins[fetch.join];
    if (state === undefined || join === undefined) throw new Error('A fetch has no join.');
    state.missing -= 1;
    const isLeftOut = !isIncluded(fetch.condition, this.#input.trueVariables);
    if (!isLeftOut) (state.due ??= new DueFetches()).add(fetch, this.#fetched);
    if (state.missing === 0) this.#send(join, state);
    else if (state.due !== null) this.#sendSoon(join, state);
    if (isLeftOut) this.#finish(fetch);
  }

  /** The others may be long in coming: then those that are due go without them. */
  #sendSoon(join: Join, state: JoinState): void {
    state.timer ??= setTimeout(() => this.#send(join, state), this.#input.joinMs);
  }

  #send(join: Join, state: JoinState): void {
    if (state.timer !== null) clearTimeout(state.timer);
    state.timer = null;
    const { due } = state;
    if (due === null) return;
    state.due = null;
    const { fetches } = due;
    const asked = due.ask(join, { ...this.#input, fetched: this.#fetched });
    if (asked === null) {
      for (const fetch of fetches) this.#finish(fetch);
      return;
    }
    asked.then(
      () => {
        for (const fetch of fetches) this.#finish(fetch);
      },
      (error: unknown) => this.#settle.reject(error),
    );
  }

  #finish({ awaitedBy }: Fetch): void {
    this.#unfinished -= 1;
    for (const index of awaitedBy) {
      const next = this.#program.fetches[index];
      const left = (this.#waitsFor[index] ?? 0) - 1;
      this.#waitsFor[index] = left;
      if (left === 0 && next !== undefined) this.#becomeDue(next);
    }
    if (this.#unfinished === 0) this.#settle.resolve(this.#fetched);
  }
}
