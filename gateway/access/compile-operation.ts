import { getOperationAST, Kind, print } from 'graphql';
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { gatewayError } from '../errors.ts';
import type { CompileScope, Place } from './collect-fields.ts';
import { ALWAYS } from './condition.ts';
import { askFor } from './decision.ts';
import type { Question } from './decision.ts';
import { findReservedName, RESERVED_PREFIX } from './engine-names.ts';
import type { GraphModel } from './graph-model.ts';
import { inputSites } from './input-sites.ts';
import type { InputSite } from './input-sites.ts';
import { InvalidDocument } from './invalid-document.ts';
import { NodeBudget, OperationTooLarge } from './node-budget.ts';
import { buildShape, objectsOf } from './operation-shape.ts';
import type { FieldShape, SelectionShape } from './operation-shape.ts';
import type { NamedPolicies } from '../../schema/access/rules.ts';
import { TypeSets } from './type-sets.ts';

/** What is known of one operation of a document whoever asks. */
export interface CompiledOperation {
  readonly kind: 'compiled';
  readonly id: number;
  readonly document: DocumentNode;
  readonly text: string;
  /** How it is recorded. */
  readonly named: { readonly name: string | null; readonly text: string };
  readonly operation: OperationDefinitionNode;
  readonly place: Place;
  readonly shape: SelectionShape;
  readonly question: Question;
  /** Arguments that are judged by their values. */
  readonly inputs: readonly InputSite[];
  /** Whether the engine must not see the document as it came, even if everything is allowed. */
  readonly needsRewording: boolean;
  /** Whether it asks anything about the schema. */
  readonly isIntrospective: boolean;
  /** Variables that decide about `@include` and `@skip`, with their defaults. */
  readonly conditionVariables: ReadonlyMap<string, boolean>;
  /** For writing a filtered variant. */
  scope(): CompileScope;
}

/** An operation that nobody can run. */
export interface RefusedOperation {
  readonly kind: 'refused';
  /** A new error for every request. */
  error(): GraphQLError;
}

export interface CompileSettings {
  readonly graph: GraphModel;
  readonly policies: NamedPolicies;
  readonly nodeBudget: number;
}

/** Fields of an interface that only some types may show are written once for each of these. */
const WRITING_FACTOR = 4;

let compiledSoFar = 0;

/** Compiles one operation of a valid document. */
export function compileOperation(
  document: DocumentNode,
  operationName: string | null,
  settings: CompileSettings,
): CompiledOperation | RefusedOperation {
  const operation = getOperationAST(document, operationName);
  if (operation === null || operation === undefined) {
    return refused(() => gatewayError('OPERATION_RESOLUTION_FAILURE', [operationName]));
  }
  try {
    return compile(document, operation, settings);
  } catch (error) {
    return refuse(error);
  }
}

/** Refuses a document that uses a name of the gateway's own; null for every other. */
export function refuseReserved(document: DocumentNode): RefusedOperation | null {
  const reserved = findReservedName(document);
  if (reserved === null) return null;
  const what = `Name "${reserved}" must not begin with "${RESERVED_PREFIX}".`;
  return refused(() => gatewayError('BAD_USER_INPUT', [what]));
}

/** Turns a failure to compile into the refusal of the operation. Throws what is a fault of ours. */
export function refuse(error: unknown): RefusedOperation {
  if (error instanceof OperationTooLarge) {
    const { measure, limit, got } = error;
    return refused(() => gatewayError('OPERATION_TOO_LARGE', [measure, limit, got]));
  }
  if (error instanceof InvalidDocument) {
    return refused(() => gatewayError('GRAPHQL_VALIDATION_FAILED', [error.message]));
  }
  throw error;
}

function compile(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { graph, policies, nodeBudget }: CompileSettings,
): CompiledOperation {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const typeSets = new TypeSets(graph);
  const scopeWith = (budget: NodeBudget): CompileScope => {
    return { graph, fragments, typeSets, budget, findings: { needsRewording: false } };
  };
  const parent = rootType(graph.schema, operation);
  const place = { parent, types: typeSets.possible(parent) };
  const source = { selectionSet: operation.selectionSet, condition: ALWAYS };
  const building = scopeWith(new NodeBudget(nodeBudget));
  const shape = buildShape(source, place, building);
  const fields = [...fieldsOf(shape, new Set())];
  const checks = new Set([...fields.map(({ check }) => check), ...objectChecks(shape, fields)]);
  const requirements = new Set(fields.map(({ requirement }) => requirement));
  compiledSoFar += 1;
  const text = print(document);
  return Object.freeze({
    kind: 'compiled',
    id: compiledSoFar,
    document,
    text,
    named: Object.freeze({ name: operation.name?.value ?? null, text }),
    operation,
    place,
    shape,
    question: askFor({ requirements, checks }, graph, policies),
    inputs: inputSites(document, operation, graph),
    needsRewording: building.findings.needsRewording,
    isIntrospective: fields.some(({ typeName }) => typeName.startsWith('__')),
    conditionVariables: conditionVariables(operation, fields),
    scope: () => scopeWith(new NodeBudget(WRITING_FACTOR * nodeBudget)),
  });
}

function refused(error: () => GraphQLError): RefusedOperation {
  return Object.freeze({ kind: 'refused', error });
}

function rootType(schema: GraphQLSchema, { operation }: OperationDefinitionNode): string {
  const type = schema.getRootType(operation);
  if (type === undefined || type === null)
    throw new InvalidDocument(`The graph has no ${operation} type.`);
  return type.name;
}

/** Every field of a shape, each shared part once. */
function* fieldsOf(
  selection: SelectionShape,
  visited: Set<SelectionShape>,
): Generator<FieldShape, void> {
  if (visited.has(selection)) return;
  visited.add(selection);
  for (const { fields } of objectsOf(selection)) {
    for (const field of fields) {
      yield field;
      if (field.selection !== null) yield* fieldsOf(field.selection, visited);
    }
  }
}

/** The checks on objects as a whole, wherever they can stand. */
function objectChecks(root: SelectionShape, fields: readonly FieldShape[]): readonly number[] {
  const selections = [root, ...fields.flatMap(({ selection }) => selection ?? [])];
  return selections.flatMap((selection) => Array.from(objectsOf(selection), ({ check }) => check));
}

function conditionVariables(
  operation: OperationDefinitionNode,
  fields: readonly FieldShape[],
): ReadonlyMap<string, boolean> {
  const used = new Set(
    fields.flatMap(({ condition }) => condition.map(({ variable }) => variable)),
  );
  const variables = new Map<string, boolean>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (!used.has(variable.name.value)) continue;
    const isTrue = defaultValue?.kind === Kind.BOOLEAN && defaultValue.value;
    variables.set(variable.name.value, isTrue);
  }
  return variables;
}
