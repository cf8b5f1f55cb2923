import { print } from 'graphql';
import { refuse } from './compile-operation.ts';
import type { CompiledOperation, RefusedOperation } from './compile-operation.ts';
import type { Decisions } from './decision.ts';
import { listDenials } from './denials.ts';
import type { Denial } from './denials.ts';
import type { FilteredOperation } from './presentation.ts';
import { writeFiltered } from './write-filtered.ts';

/** A compiled operation as callers of one decision vector see it. */
export interface OperationVariant {
  readonly kind: 'variant';
  /** Null when nothing is left to run. */
  readonly filtered: FilteredOperation | null;
  readonly decisions: Decisions;
  readonly denials: readonly Denial[];
}

export function makeVariant(
  operation: CompiledOperation,
  decisions: Decisions,
): OperationVariant | RefusedOperation {
  try {
    return Object.freeze({
      kind: 'variant',
      filtered: filter(operation, decisions),
      decisions,
      denials: listDenials(operation.shape, decisions),
    });
  } catch (error) {
    return refuse(error);
  }
}

function filter(operation: CompiledOperation, decisions: Decisions): FilteredOperation | null {
  const scope = operation.scope();
  const document = writeFiltered(operation.operation, operation.place, { scope, decisions });
  if (document === null) return null;
  const { document: asItCame, text, shape } = operation;
  const needsRewording = operation.needsRewording || scope.findings.needsRewording;
  return Object.freeze({
    ...{ document, text: print(document), shape, decisions },
    asItCame: decisions.allowsAll && !needsRewording ? { document: asItCame, text } : null,
  });
}
