import { gatewayError } from '../../errors.ts';
import type { EngineError } from './engine-error.ts';
import type { ResponsePath, ValueFault } from './write-run.ts';

/**
 * The errors of values that did not fit (GraphQL specification, section 6.4.4). A null where there must be
 * a value is the consequence of an error that is said already, wherever there is one it can come from.
 */
export function faultErrors(
  faults: readonly ValueFault[],
  said: readonly EngineError[],
): readonly EngineError[] {
  const unsaid = faults.filter(
    ({ kind, path }) => kind === 'not of its type' || !said.some((one) => explains(one, path)),
  );
  return unsaid.map(({ path }) => gatewayError('SUBGRAPH_VALUE_INVALID', [], { path }));
}

/** One path is the beginning of the other; an error without a path can be anywhere. */
function explains({ path }: EngineError, nulled: ResponsePath): boolean {
  if (path === undefined) return true;
  const [shorter, longer] = path.length < nulled.length ? [path, nulled] : [nulled, path];
  return shorter.every((key, index) => key === longer[index]);
}
