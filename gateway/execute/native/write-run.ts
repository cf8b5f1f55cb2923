export type ResponsePath = readonly (string | number)[];

/** Why a value is not in the response. */
export interface ValueFault {
  readonly kind: 'not of its type' | 'null where there must be a value';
  readonly path: ResponsePath;
}

/** What writing one response has found. */
export class WriteRun {
  readonly trueVariables: ReadonlySet<string>;
  readonly faults: ValueFault[] = [];
  /** Where in the response the writing is. */
  readonly path: (string | number)[] = [];

  constructor(trueVariables: ReadonlySet<string>) {
    this.trueVariables = trueVariables;
  }

  note(kind: ValueFault['kind'], key: string | number | null = null): void {
    this.faults.push({ kind, path: key === null ? [...this.path] : [...this.path, key] });
  }
}
