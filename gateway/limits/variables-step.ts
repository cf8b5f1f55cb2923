import {
  coerceInputValue,
  getOperationAST,
  isInputType,
  isNonNullType,
  typeFromAST,
} from 'graphql';
import type {
  GraphQLError,
  GraphQLInputType,
  GraphQLSchema,
  VariableDefinitionNode,
} from 'graphql';

import { gatewayError } from '../errors.ts';
import type { OperationStep } from '../request-step.ts';

type Variables = Readonly<Record<string, unknown>>;
const MOST_FAULTS = 10;

/**
 * Coercing variable values (GraphQL specification, section 6.1.2), here only to refuse: the usual
 * messages repeat the value, and a value may be the personal data of somebody.
 */
export function variablesStep(schema: GraphQLSchema): OperationStep {
  return {
    at: 'operation',
    name: 'variables',
    async run(operation, next) {
      const { document, operationName, variables } = operation;
      const parsed = getOperationAST(document, operationName);
      if (!parsed) {
        return { errors: [gatewayError('OPERATION_RESOLUTION_FAILURE', [operationName])] };
      }
      const faults = (parsed.variableDefinitions ?? []).flatMap((definition) =>
        variableFaults(definition, variables, schema),
      );
      return faults.length > 0 ? { errors: faults.slice(0, MOST_FAULTS) } : next(operation);
    },
  };
}

function variableFaults(
  definition: VariableDefinitionNode,
  variables: Variables,
  schema: GraphQLSchema,
): readonly GraphQLError[] {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return [];
  const fault = (path: readonly (string | number)[], got: unknown): GraphQLError => {
    const place = path.length === 0 ? '' : ` at "${[name, ...path].join('.')}"`;
    const message = `Variable "$${name}" must be of type "${type.toString()}", but got${place}: ${kindOf(got)}.`;
    return gatewayError('BAD_USER_INPUT', [message], { nodes: definition.variable });
  };
  const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (given === undefined) {
    const missing = isNonNullType(type) && definition.defaultValue === undefined;
    return missing ? [fault([], undefined)] : [];
  }
  return valueFaults(given, type, fault);
}

function valueFaults(
  value: unknown,
  type: GraphQLInputType,
  fault: (path: readonly (string | number)[], got: unknown) => GraphQLError,
): readonly GraphQLError[] {
  const faults: GraphQLError[] = [];
  coerceInputValue(value, type, (path, invalid) => {
    if (faults.length < MOST_FAULTS) faults.push(fault(path, invalid));
  });
  return faults;
}

/** What came, without what it says. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const kinds: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    boolean: 'a boolean',
    object: 'an object',
  };
  return kinds[typeof value] ?? 'something else';
}
