import { defaultFieldResolver, getNamedType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import type { Caller } from './caller.ts';
import { foreignCursor, type Connection } from './connection.ts';
import type { CursorSeal } from './cursor-seal.ts';
import { isThenable } from './is-thenable.ts';

/**
 * Closes the cursors of every connection of a room, and opens those that it is given: a cursor is good for the caller
 * who got it, for the field that gave it, under the same arguments but those of the page. Resolvers know nothing of
 * it, and it costs nothing where no cursor is asked for or given. Changes the schema.
 */
export function sealCursors(schema: GraphQLSchema, seal: CursorSeal): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isPaged(field)) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = sealed(resolve, `${type.name}.${field.name}`, seal);
    }
  }
}

type Resolve = GraphQLFieldResolver<unknown, unknown, Readonly<Record<string, unknown>>>;

function isPaged({ args, type }: GraphQLField<unknown, unknown>): boolean {
  const returned = getNamedType(type);
  return (
    args.some(({ name }) => name === 'after' || name === 'before') &&
    isObjectType(returned) &&
    'pageInfo' in returned.getFields()
  );
}

function sealed(resolve: Resolve, coordinate: string, seal: CursorSeal): Resolve {
  return (source, args, context, info) => {
    const { caller = null } = context as { readonly caller?: Caller | null };
    let known: string | undefined;
    const place = (): string => (known ??= placeOf(caller, coordinate, args));
    const value = resolve(
      source,
      opened(args, (text) => seal.open(text, place())),
      context,
      info,
    );
    const close = (text: string): string => seal.close(text, place());
    return isThenable(value) ? value.then((one) => closed(one, close)) : closed(value, close);
  };
}

/** Null means what leaving out means, so neither counts. */
function placeOf(caller: Caller | null, coordinate: string, args: object): string {
  const rest = Object.entries(args).filter(([name]) => !PAGE_ARGUMENTS.has(name));
  return JSON.stringify(
    [caller?.subject ?? null, coordinate, Object.fromEntries(rest)],
    (_, value: unknown) => value ?? undefined,
  );
}

const PAGE_ARGUMENTS: ReadonlySet<string> = new Set(['first', 'after', 'last', 'before']);

type Arguments = Readonly<Record<string, unknown>>;

function opened(args: Arguments, open: (text: string) => string | null): Arguments {
  if (typeof args['after'] !== 'string' && typeof args['before'] !== 'string') return args;
  const read = (name: string): unknown => {
    const given = args[name];
    if (typeof given !== 'string') return given;
    const cursor = open(given);
    if (cursor === null) throw foreignCursor();
    return cursor;
  };
  return { ...args, after: read('after'), before: read('before') };
}

/** GraphQL calls what is a function only when the client asks for it. */
function closed(value: unknown, close: (text: string) => string): unknown {
  if (!isConnection(value)) return value;
  const { edges, pageInfo } = value;
  const lazily = (text: string | null) => (text === null ? null : () => close(text));
  return {
    ...value,
    edges: () => edges.map(({ node, cursor }) => ({ node, cursor: lazily(cursor) })),
    pageInfo: {
      ...pageInfo,
      startCursor: lazily(pageInfo.startCursor),
      endCursor: lazily(pageInfo.endCursor),
    },
  };
}

function isConnection(value: unknown): value is Connection<unknown> {
  return typeof value === 'object' && value !== null && 'edges' in value && 'pageInfo' in value;
}
