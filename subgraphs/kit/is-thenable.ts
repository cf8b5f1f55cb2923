/** Whether a resolver's value is yet to come: GraphQL waits for whatever has a `then`. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
