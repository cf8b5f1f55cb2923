import {
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
  parseType,
} from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';

import { gatewayError } from '../errors.ts';
import type { EventField } from './event-fields.ts';
import { neededBy, rootSelection } from './root-selection.ts';
import type { Fragments, Needed, RootSelection } from './root-selection.ts';

type Variables = Readonly<Record<string, unknown>>;

/** A subscription with the query that answers each of its events. */
export interface CompiledSubscription {
  /** The client's, valid for the API schema. The same object again is the fast way. */
  readonly document: DocumentNode;
  readonly operationName: string | null;
  /** The field of `Subscription`. */
  readonly field: string;
  /** The subgraph whose events it waits for. */
  readonly room: string;
  /** What its answers are called in a result. */
  readonly responseKey: string;
  /** Asks for the object that an event is about what the subscription asks for. The same object every time. */
  readonly query: DocumentNode;
  /** The query's variables, for the object of an event. */
  variablesFor(key: string, variables: Variables): Variables;
  /** The arguments that narrow what is waited for; the variables have been checked. */
  filterBy(variables: Variables): Readonly<Record<string, unknown>>;
}

export interface SubscriptionSchema {
  readonly schema: GraphQLSchema;
  readonly fields: ReadonlyMap<string, EventField>;
}

/** Compiles one operation of a valid document. Throws an error of the catalogue for one that is no subscription of ours. */
export function compileSubscription(
  document: DocumentNode,
  operationName: string | null,
  { schema, fields }: SubscriptionSchema,
): CompiledSubscription {
  const operation = subscriptionIn(document, operationName);
  const fragments = fragmentsOf(document);
  const root = rootSelection(operation.selectionSet, fragments);
  const { name, alias } = root.field;
  const field = fields.get(name.value);
  if (field === undefined) throw gatewayError('OPERATION_NOT_PLANNED', ['refused']);
  const needed = neededBy(root.selections, fragments, operation.variableDefinitions ?? []);
  const keyVariable = freeName(operation);
  const passedOn = needed.variables.map(({ variable }) => variable.name.value);
  return Object.freeze({
    document,
    operationName,
    field: name.value,
    room: field.room,
    responseKey: (alias ?? name).value,
    query: queryFor(operation, root, { field, schema, needed, keyVariable }),
    variablesFor(key: string, variables: Variables) {
      const given = passedOn.filter((one) => Object.hasOwn(variables, one));
      return {
        ...Object.fromEntries(given.map((one) => [one, variables[one]])),
        [keyVariable]: key,
      };
    },
    filterBy: (variables: Variables) => filterOf(operation, root.field, { schema, variables }),
  });
}

function subscriptionIn(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (!operation) throw gatewayError('OPERATION_RESOLUTION_FAILURE', [name]);
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) return operation;
  const what = `Only subscriptions are answered here, but got: a ${operation.operation}.`;
  throw gatewayError('TRANSPORT_NOT_ALLOWED', [what]);
}

function fragmentsOf({ definitions }: DocumentNode): Fragments {
  return new Map(
    definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
}

/** A variable name that the client does not use. */
function freeName({ variableDefinitions = [] }: OperationDefinitionNode): string {
  const used = new Set(variableDefinitions.map(({ variable }) => variable.name.value));
  let name = 'key';
  while (used.has(name)) name += '_';
  return name;
}

interface Writing {
  readonly field: EventField;
  readonly schema: GraphQLSchema;
  readonly needed: Needed;
  readonly keyVariable: string;
}

function queryFor(
  { name }: OperationDefinitionNode,
  { field: asked, selections }: RootSelection,
  { field, schema, needed, keyVariable }: Writing,
): DocumentNode {
  const answering = schema.getQueryType()?.getFields()[field.query];
  const id = answering?.args.find((argument) => argument.name === 'id');
  if (id === undefined) throw gatewayError('OPERATION_NOT_PLANNED', ['refused']);
  const variable = { kind: Kind.VARIABLE, name: nameNode(keyVariable) } as const;
  const type = parseType(id.type.toString(), { noLocation: true });
  const root: FieldNode = {
    kind: Kind.FIELD,
    alias: asked.alias ?? asked.name,
    name: nameNode(field.query),
    arguments: [{ kind: Kind.ARGUMENT, name: nameNode('id'), value: variable }],
    ...(selections.length === 0 ? {} : { selectionSet: { kind: Kind.SELECTION_SET, selections } }),
  };
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    ...(name === undefined ? {} : { name }),
    variableDefinitions: [{ kind: Kind.VARIABLE_DEFINITION, variable, type }, ...needed.variables],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [root] },
  };
  return { kind: Kind.DOCUMENT, definitions: [operation, ...needed.fragments] };
}

function nameNode(value: string) {
  return { kind: Kind.NAME, value } as const;
}

function filterOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  field: FieldNode,
  { schema, variables }: { readonly schema: GraphQLSchema; readonly variables: Variables },
): Readonly<Record<string, unknown>> {
  const definition = schema.getSubscriptionType()?.getFields()[field.name.value];
  const { coerced = {} } = getVariableValues(schema, variableDefinitions, variables);
  return definition === undefined ? {} : getArgumentValues(definition, field, coerced);
}
