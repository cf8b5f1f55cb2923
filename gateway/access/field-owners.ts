import { Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  DocumentNode,
  FieldDefinitionNode,
} from 'graphql';
import type { FieldOwner } from '../../schema/access/denial-reason.ts';
import { contactOf } from '../../schema/access/steward-contacts.ts';
import type { StewardContacts } from '../../schema/access/steward-contacts.ts';
import { readSecurityNames } from './security-features.ts';

/** Who answers for which field. */
export interface FieldOwners {
  /** What `@owner` says at the field, or else at its type; null where neither says anything. */
  ownerOf(type: string, field: string): FieldOwner | null;
}

/** Reads every `@owner` of the full supergraph. */
export function readFieldOwners(supergraph: DocumentNode, contacts: StewardContacts): FieldOwners {
  const { owner: names } = readSecurityNames(supergraph);
  const owners = new Map<string, FieldOwner>();
  const note = (at: string, directives: readonly ConstDirectiveNode[] = []): void => {
    const directive = directives.find(({ name }) => names.has(name.value));
    if (directive === undefined || owners.has(at)) return;
    const [division, steward] = [textOf(directive, 'division'), textOf(directive, 'steward')];
    const contact = contactOf(contacts, { division, steward });
    owners.set(at, Object.freeze({ division, steward, contact }));
  };
  for (const definition of supergraph.definitions) {
    if (!hasFields(definition)) continue;
    const type = definition.name.value;
    note(type, definition.directives);
    for (const { name, directives } of definition.fields ?? []) {
      note(`${type}.${name.value}`, directives);
    }
  }
  return Object.freeze({
    ownerOf: (type: string, field: string) =>
      owners.get(`${type}.${field}`) ?? owners.get(type) ?? null,
  });
}

type Fielded = Extract<
  DefinitionNode,
  { readonly fields?: readonly FieldDefinitionNode[] | undefined }
>;

const FIELDED: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
]);

function hasFields(definition: DefinitionNode): definition is Fielded {
  return FIELDED.has(definition.kind);
}

function textOf(directive: ConstDirectiveNode, argument: string): string {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}
