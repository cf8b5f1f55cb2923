import { gatewayError } from '../errors.ts';

export interface VariableLimits {
  readonly listElements: number;
  readonly variableDepth: number;
}

/**
 * Refuses variables with endless lists or nesting. Walks with a stack of its own: a JSON text of ten
 * thousand brackets would end a recursive walk, and with it the process's patience.
 */
export function checkVariableLimits(variables: unknown, limits: VariableLimits): void {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [
    { value: variables, depth: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > limits.variableDepth) {
      throw tooLarge('variable depth', limits.variableDepth, depth);
    }
    if (Array.isArray(value) && value.length > limits.listElements) {
      throw tooLarge('list elements', limits.listElements, value.length);
    }
    for (const child of Object.values(value)) waiting.push({ value: child, depth: depth + 1 });
  }
}

function tooLarge(
  measure: 'variable depth' | 'list elements',
  limit: number,
  actual: number,
): Error {
  return gatewayError('OPERATION_TOO_LARGE', [measure, limit, actual], {
    extensions: { measure, limit, actual },
  });
}
