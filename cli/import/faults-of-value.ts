import { coerceInputValue, type GraphQLInputType } from 'graphql';

/** Why a value is none of a type, each with its place below the value; none when it is one. */
export function faultsOfValue(value: unknown, type: GraphQLInputType): readonly string[] {
  const faults: string[] = [];
  coerceInputValue(value, type, (path, _invalid, error) => {
    faults.push(path.length === 0 ? error.message : `${path.join('.')}: ${error.message}`);
  });
  return faults;
}
