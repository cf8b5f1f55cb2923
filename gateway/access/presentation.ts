import type { DocumentNode } from 'graphql';
import type { Decisions } from './decision.ts';
import type { SelectionShape } from './operation-shape.ts';
import type { SchemaView } from './schema-view.ts';
import type { RowJudge } from './row-judge.ts';

/** What of an operation may run for callers of one decision vector. The same object for all of them. */
export interface FilteredOperation {
  /** Fragments dissolved, shadowing aliases renamed, types asked for where an object's shape hangs on them. */
  readonly document: DocumentNode;
  readonly text: string;
  /** The client's own words, where nothing is withheld and no engine can take them amiss. */
  readonly asItCame: { readonly document: DocumentNode; readonly text: string } | null;
  /** What the client selected, withheld fields included. */
  readonly shape: SelectionShape;
  readonly decisions: Decisions;
}

/** How one request's result is to look. */
export interface Presentation {
  readonly filtered: FilteredOperation;
  /** Variables that are true, of those that decide about `@include` and `@skip`. */
  readonly trueVariables: ReadonlySet<string>;
  /** What introspection shows; null for everything, and where nothing is asked about the schema. */
  readonly view: SchemaView | null;
  /** Whether this request's caller may read one object, where that hangs on the object. */
  readonly judgeRow: RowJudge;
}
