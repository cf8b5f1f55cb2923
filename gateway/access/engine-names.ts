import { Kind, visit } from 'graphql';
import type { DocumentNode, FieldNode } from 'graphql';

/** Names that begin with this belong to the gateway; clients cannot use them. */
export const RESERVED_PREFIX = '__ac_';

/** Asked for where the shape of an object depends on its type. */
export const TYPENAME_KEY = `${RESERVED_PREFIX}t`;

/** Asked for where an object must say whose data it is. */
const SUBJECT_KEY = `${RESERVED_PREFIX}s`;

const RENAMED_PREFIX = `${RESERVED_PREFIX}r_`;

/** Aliases that the planner makes, and fields that it alone knows: stand-ins for fields with arguments. */
const PLANNER_NAME = /__(?:alias|args)_\d+$/;

/**
 * Names that a planner may select by itself: those in `@key`, `@requires` and `@provides`, and
 * `__typename`. A client alias of such a name would share a response key with the injected selection,
 * and the client would get the value of the key where it asked for another field.
 */
export function readInjectedNames(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set(['__typename', '_entities', '_service']);
  visit(supergraph, {
    Directive: (node) => (/^join__(type|field)$/.test(node.name.value) ? undefined : false),
    Argument: (node) => (FIELD_SETS.has(node.name.value) ? undefined : false),
    StringValue(text) {
      for (const name of text.value.match(/[_A-Za-z][_0-9A-Za-z]*/g) ?? []) names.add(name);
    },
  });
  return names;
}

/** Arguments of the join directives that hold selections. */
const FIELD_SETS: ReadonlySet<string> = new Set([
  'key',
  'requires',
  'provides',
  'contextArguments',
]);

export function responseKeyOf(node: FieldNode): string {
  return (node.alias ?? node.name).value;
}

/** The response key under which the engine is asked for a field: the client's, unless it would shadow. */
export function engineKeyOf(node: FieldNode, injected: ReadonlySet<string>): string {
  const alias = node.alias?.value;
  if (alias === undefined || alias === node.name.value) return responseKeyOf(node);
  // Objects own the names of the third form.
  const shadows = injected.has(alias) || PLANNER_NAME.test(alias) || alias in Object.prototype;
  return shadows ? `${RENAMED_PREFIX}${alias}` : alias;
}

/** The client's response key for one of the engine's; null for what the gateway injected. */
export function clientKeyOf(engineKey: string): string | null {
  if (!engineKey.startsWith(RESERVED_PREFIX)) return engineKey;
  return engineKey.startsWith(RENAMED_PREFIX) ? engineKey.slice(RENAMED_PREFIX.length) : null;
}

/** The first name of a document that clients cannot use, or null. */
export function findReservedName(document: DocumentNode): string | null {
  let found: string | null = null;
  const note = (name: string): void => {
    if (found === null && name.replace('$', '').startsWith(RESERVED_PREFIX)) found = name;
  };
  visit(document, {
    Field: (node) => note(responseKeyOf(node)),
    Variable: (node) => note(`$${node.name.value}`),
  });
  return found;
}

/** Asks an object whose data it is, by a key of its type that is injected into nobody's sight. */
export function subjectField(key: string): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: SUBJECT_KEY },
    name: { kind: Kind.NAME, value: key },
  };
}

/** Where an object of a type says whose data it is: what was injected, or the key under its own name. */
export function subjectKeysOf(
  type: string,
  { subjects }: { readonly subjects: ReadonlyMap<string, string> },
): readonly string[] {
  const key = subjects.get(type);
  return key === undefined ? [] : [SUBJECT_KEY, key];
}

export const typenameField: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: TYPENAME_KEY },
  name: { kind: Kind.NAME, value: '__typename' },
};
