import { defaultFieldResolver, getNamedType, isLeafType, isObjectType } from 'graphql';
import type { GraphQLFieldResolver, GraphQLNamedType, GraphQLSchema } from 'graphql';
import type { Masker } from '../../schema/masks/mask.ts';
import type { FieldMask, Masks } from '../../schema/masks/read-masks.ts';
import type { Caller } from './caller.ts';
import { isThenable } from './is-thenable.ts';

/**
 * Masks what the room's own SDL masks, as it is resolved, for every caller who does not hold the scopes: what may not be
 * seen never leaves the room. Fields without a mask cost nothing. Changes the schema; throws for a mask that hides
 * nothing.
 */
export function maskFields(schema: GraphQLSchema, { byField, faults }: Masks): void {
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
  for (const [coordinate, mask] of byField) {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const type = schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (field === undefined) throw new Error(`Field "${coordinate}" is masked and must be there.`);
    field.resolve = masked(field.resolve ?? defaultFieldResolver, getNamedType(field.type), mask);
  }
}

type Resolve = GraphQLFieldResolver<unknown, unknown>;

function masked(resolve: Resolve, type: GraphQLNamedType, mask: FieldMask): Resolve {
  const show = eachOf(serialised(type, mask.apply));
  const seesThrough = new WeakMap<Caller, boolean>();
  return (source, args, context, info) => {
    const value: unknown = resolve(source, args, context, info);
    // Whoever is not known to hold the scopes does not.
    const { caller = null } = context as { readonly caller?: Caller | null };
    if (caller !== null && holds(caller, mask, seesThrough)) return value;
    return isThenable(value) ? value.then(show) : show(value);
  };
}

function holds(caller: Caller, { scopes }: FieldMask, known: WeakMap<Caller, boolean>): boolean {
  let isHeld = known.get(caller);
  if (isHeld === undefined) {
    isHeld = scopes.some((list) => list.every((scope) => caller.scopes.includes(scope)));
    known.set(caller, isHeld);
  }
  return isHeld;
}

/** A resolver may give what its scalar makes a text of: a mask takes what clients get. */
function serialised(type: GraphQLNamedType, apply: Masker): Masker {
  return isLeafType(type) ? (value) => apply(type.serialize(value)) : apply;
}

function eachOf(apply: Masker): Masker {
  const each: Masker = (value) => {
    if (value === null || value === undefined) return null;
    return Array.isArray(value) ? value.map(each) : apply(value);
  };
  return each;
}
