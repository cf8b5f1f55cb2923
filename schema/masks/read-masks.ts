import { Kind, visit } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  DirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  ObjectTypeDefinitionNode,
  ObjectTypeExtensionNode,
} from 'graphql';
import { namedType } from '../room-graph.ts';
import { maskerFor, typesFor } from './masker-for.ts';
import type { Mask, Masker } from './mask.ts';
import { readMask } from './read-mask.ts';

/** How one field is masked. */
export interface FieldMask extends Mask {
  /** The type of the values that `apply` takes, one by one where the field has a list of them. */
  readonly type: string;
  readonly apply: Masker;
}

/** What is wrong with a `@mask`. */
export interface MaskFault {
  readonly node: DirectiveNode;
  readonly message: string;
}

export interface Masks {
  /** By `Type.field`; fields that their mask leaves as they are are not in it. */
  readonly byField: ReadonlyMap<string, FieldMask>;
  readonly faults: readonly MaskFault[];
}

/**
 * The masks of a graph or of a room: on a field, or on its type for each field that has none of its own. `isMask`
 * knows the name by which the document calls the directive.
 */
export function readMasks(document: DocumentNode, isMask: (name: string) => boolean): Masks {
  const on = ({ directives }: Directed): readonly ConstDirectiveNode[] =>
    (directives ?? []).filter(({ name }) => isMask(name.value));
  const types = document.definitions.filter(isObjectNode);
  const byDefault = new Map<string, readonly ConstDirectiveNode[]>();
  for (const type of types) {
    const { value: name } = type.name;
    byDefault.set(name, [...(byDefault.get(name) ?? []), ...on(type)]);
  }
  const reading = new Reading();
  for (const type of types) {
    for (const field of type.fields ?? []) {
      const own = on(field);
      const masks = own.length > 0 ? own : (byDefault.get(type.name.value) ?? []);
      for (const mask of masks) reading.put(type.name.value, field, mask);
    }
  }
  const read = new Set<DirectiveNode>(
    types.flatMap((type) => [type, ...(type.fields ?? [])].flatMap(on)),
  );
  visit(document, {
    Directive(node) {
      if (!isMask(node.name.value) || read.has(node)) return;
      reading.fault(
        node,
        'must stand on an object type or on a field of one, but stands elsewhere',
      );
    },
  });
  return Object.freeze({ byField: reading.byField, faults: Object.freeze(reading.faults) });
}

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;
type Directed = Pick<ObjectNode | FieldDefinitionNode, 'directives'>;

function isObjectNode(node: DefinitionNode): node is ObjectNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
}

class Reading {
  readonly byField = new Map<string, FieldMask>();
  readonly faults: MaskFault[] = [];

  put(typeName: string, field: FieldDefinitionNode, directive: ConstDirectiveNode): void {
    const coordinate = `${typeName}.${field.name.value}`;
    const read = this.#read(field, directive, this.byField.get(coordinate));
    if (typeof read === 'string') this.fault(directive, read, `"${coordinate}": `);
    else if (read !== null) this.byField.set(coordinate, Object.freeze(read));
  }

  /** What a mask makes of a field: nothing, or what it must be to make something of it. */
  #read(
    field: FieldDefinitionNode,
    directive: ConstDirectiveNode,
    known: FieldMask | undefined,
  ): FieldMask | string | null {
    const read = readMask(directive);
    if (read.kind === 'faulty') return read.must;
    const { mask } = read;
    const type = namedType(field.type);
    const apply = maskerFor(mask, { field: field.name.value, type });
    if (apply === 'open') return null;
    if (apply === null) {
      const fitting = typesFor(mask.kind).join(' or ');
      return `as ${mask.kind} must stand on a field of type ${fitting}, but got: ${type}`;
    }
    if (field.type.kind === Kind.NON_NULL_TYPE) {
      return 'must stand on a nullable field, because of some values nothing can be shown';
    }
    if (known !== undefined && !isSame(known, mask)) {
      return 'must say the same wherever it stands on one field';
    }
    return { ...mask, type, apply };
  }

  fault(node: DirectiveNode, must: string, where = ''): void {
    this.faults.push({ node, message: `${where}@${node.name.value} ${must}.` });
  }
}

function isSame(one: Mask, other: Mask): boolean {
  return (
    one.kind === other.kind &&
    one.keep === other.keep &&
    JSON.stringify(one.scopes) === JSON.stringify(other.scopes)
  );
}
