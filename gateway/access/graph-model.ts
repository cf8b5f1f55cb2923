import {
  isInterfaceType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { DocumentNode, GraphQLField, GraphQLSchema } from 'graphql';
import { buildApiSchema } from './api-schema.ts';
import { readInjectedNames } from './engine-names.ts';
import { readHidingTypes } from './hiding-types.ts';
import { readInputRules } from './input-rules.ts';
import type { InputRules } from './input-rules.ts';
import { InvalidDocument } from './invalid-document.ts';
import { createPolicyTable } from './policy-table.ts';
import type { PolicyTable } from './policy-table.ts';
import { readRowChecks } from './row-checks.ts';
import type { RowChecks } from './row-checks.ts';
import { namedPolicies } from '../../schema/access/rules.ts';
import type { NamedPolicies } from '../../schema/access/rules.ts';
import { readSecurityNames } from './security-features.ts';
import { readStatedTypes } from './stated-types.ts';

/** Everything about one supergraph that access decisions need, read once. */
export interface GraphModel {
  readonly schema: GraphQLSchema;
  readonly table: PolicyTable;
  readonly inputRules: InputRules;
  /** What is asked of the objects themselves. */
  readonly rows: RowChecks;
  /** Interfaces and unions behind which hidden types can stand. */
  readonly hiding: ReadonlySet<string>;
  /** Names that an alias must not shadow. */
  readonly injectedNames: ReadonlySet<string>;
  /** Types whose objects say whose data they are, with the key that says it. */
  readonly subjects: ReadonlyMap<string, string>;
}

export interface GraphSettings {
  /** Types that say whose data their objects are, and by which field; none by default. */
  readonly subjects?: ReadonlyMap<string, string> | undefined;
  /** Rules that `@policy` can name; those of gateway and rooms by default. */
  readonly policies?: NamedPolicies;
}

/** Reads the full supergraph, security directives included. Faults go to the list, all of them. */
export function readGraph(
  document: DocumentNode,
  faults: string[],
  { subjects = new Map(), policies = namedPolicies }: GraphSettings = {},
): GraphModel {
  const names = readSecurityNames(document);
  const schema = buildApiSchema(document, names.inaccessible);
  const stated = readStatedTypes(document, names, faults);
  const table = createPolicyTable(document, schema, { names, stated, policies, faults });
  return Object.freeze({
    schema,
    table,
    inputRules: readInputRules(document, schema, { names, faults }),
    rows: readRowChecks(stated, { schema, table, policies, faults }),
    hiding: readHidingTypes(document, schema),
    injectedNames: new Set([...readInjectedNames(document), ...subjects.values()]),
    subjects,
  });
}

/** The definition of a field, introspection's included. Throws for a field that clients cannot see. */
export function fieldDefinition(
  schema: GraphQLSchema,
  typeName: string,
  fieldName: string,
): GraphQLField<unknown, unknown> {
  if (fieldName === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  const type = schema.getType(typeName);
  if (type === schema.getQueryType()) {
    if (fieldName === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (fieldName === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  const field = fields[fieldName];
  if (field === undefined)
    throw new InvalidDocument(`Type "${typeName}" has no field "${fieldName}".`);
  return field;
}
