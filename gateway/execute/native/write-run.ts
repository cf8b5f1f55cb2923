import type { Presentation } from '../../access/presentation.ts';
import type { RowJudge } from '../../access/row-judge.ts';
import { JsonOutput } from './json-output.ts';

export type ResponsePath = readonly (string | number)[];

/** Why a value is not in the response. */
export interface ValueFault {
  readonly kind: 'not of its type' | 'null where there must be a value';
  readonly path: ResponsePath;
}

/** Writing a response never waits, so one output does for all. */
const output = new JsonOutput();

type Presented = Pick<Presentation, 'trueVariables' | 'judgeRow'> & {
  readonly subjects: Set<string>;
};

/** What writing one response has found. Begun and ended without a pause in between. */
export class WriteRun {
  readonly trueVariables: ReadonlySet<string>;
  readonly judgeRow: RowJudge;
  readonly faults: ValueFault[] = [];
  readonly output = output;
  /** Where in the response the writing is. */
  readonly path: (string | number)[] = [];

  /** Takes whose data is written. */
  readonly #subjects: Set<string>;

  constructor({ trueVariables, judgeRow, subjects }: Presented, isPlain: boolean) {
    this.trueVariables = trueVariables;
    this.judgeRow = judgeRow;
    this.#subjects = subjects;
    output.begin(isPlain);
  }

  noteSubject(object: Readonly<Record<string, unknown>>, keys: readonly string[]): void {
    for (const key of keys) {
      const subject = object[key];
      if (typeof subject !== 'string') continue;
      this.#subjects.add(subject);
      return;
    }
  }

  note(kind: ValueFault['kind'], key: string | number | null = null): void {
    this.faults.push({ kind, path: key === null ? [...this.path] : [...this.path, key] });
  }
}
