import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';

import type { Engine, EngineSettings } from '../../../../gateway/execute/engine.ts';

type LoadEngine = (settings: EngineSettings) => Promise<Engine>;
type Data = Record<string, unknown>;

/** Changes a result in one way; null when there is nothing in it to change so. */
type Plant = (result: ExecutionResult) => ExecutionResult | null;

/** An engine whose results have a fault planted in them, to try the judge with. */
export function withPlanted(load: LoadEngine, plant: Plant): LoadEngine {
  return async (settings) => {
    const engine = await load(settings);
    return {
      ...engine,
      async execute(operation) {
        const result = await engine.execute(operation);
        const { data = null } = structuredClone({ data: result.data });
        return plant({ ...result, data }) ?? result;
      },
    };
  };
}

/** Ways in which an engine could be wrong. */
export const plantedFaults: Readonly<Record<string, Plant>> = {
  'a key is lost': inSomeObject((object, key) => Reflect.deleteProperty(object, key)),
  'a key is too much': inSomeObject((object) => (object['__typename_'] = 'Leak')),
  'keys are in another order': inSomeObject((object, key) => {
    const value = object[key];
    Reflect.deleteProperty(object, key);
    object[key] = value;
    return Object.keys(object).length > 1;
  }),
  'null for a value': inSomeObject((object, key) => {
    const had = object[key] !== null;
    object[key] = null;
    return had;
  }),
  'an item is lost': inSomeObject((object, key) => {
    const value = object[key];
    return Array.isArray(value) && value.pop() !== undefined;
  }),
  'a number becomes text': inSomeObject((object, key) => {
    const value = object[key];
    if (typeof value === 'number') object[key] = String(value);
    return typeof value === 'number';
  }),
  'an error is lost': (result) => changeErrors(result, (errors) => errors.slice(1)),
  'an error is said twice': (result) =>
    changeErrors(result, ([first, ...rest]) => [first, first, ...rest]),
  'an error is invented': (result) => ({
    ...result,
    errors: [...(result.errors ?? []), planted(['nowhere'], 'FIELD_FAILED')],
  }),
  'an error has another code': (result) =>
    changeErrors(result, ([first, ...rest]) => [planted(first.path, 'OTHER'), ...rest]),
  'an error is one item off': (result) => {
    const errors = result.errors ?? [];
    const place = errors.findIndex(({ path }) => path?.some((key) => typeof key === 'number'));
    const error = errors[place];
    return error === undefined
      ? null
      : { ...result, errors: errors.with(place, oneItemOff(error)) };
  },
};

function planted(path: GraphQLError['path'], code: string, like?: GraphQLError): GraphQLError {
  const subgraph = like?.extensions['subgraph'] ?? 'catalog';
  return new GraphQLError('planted', { path: path ?? null, extensions: { code, subgraph } });
}

function oneItemOff(error: GraphQLError): GraphQLError {
  const path = error.path?.map((key) => (typeof key === 'number' ? key + 1 : key));
  return planted(path, String(error.extensions['code']), error);
}

function changeErrors(
  result: ExecutionResult,
  change: (errors: readonly [GraphQLError, ...GraphQLError[]]) => readonly GraphQLError[] | null,
): ExecutionResult | null {
  const [first, ...rest] = result.errors ?? [];
  const changed = first === undefined ? null : change([first, ...rest]);
  return changed === null ? null : { ...result, errors: changed };
}

/** Changes the deepest object that the change fits. */
function inSomeObject(change: (object: Data, key: string) => unknown): Plant {
  return (result) => {
    const objects = [...objectsIn(result.data)].reverse();
    for (const object of objects) {
      const [key] = Object.keys(object);
      if (key !== undefined && Boolean(change(object, key))) return result;
    }
    return null;
  };
}

function* objectsIn(value: unknown): Generator<Data, void> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield value as Data;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}
