import type { DocumentNode, ExecutionResult } from 'graphql';

import type { PreparedAccess } from '../../../gateway/access/access-control.ts';
import { withDenials } from '../../../gateway/access/denials.ts';
import { shapeResult } from '../../../gateway/access/shape-result.ts';

export type RunningAccess = Extract<PreparedAccess, { kind: 'run' }>;

/** What an engine that plans by itself is given: the client's words where they may go out as they came. */
export function runnable({ presentation: { filtered } }: RunningAccess): {
  readonly document: DocumentNode;
  readonly text: string;
} {
  return filtered.asItCame ?? filtered;
}

/** The client's result for such an engine's. */
export function shaped(prepared: RunningAccess, result: ExecutionResult): ExecutionResult {
  const { filtered, ...presented } = prepared.presentation;
  const own =
    filtered.asItCame === null ? shapeResult(result, { ...filtered, ...presented }) : result;
  return withDenials(own, prepared.denials());
}
