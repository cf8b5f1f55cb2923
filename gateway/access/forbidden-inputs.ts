import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  valueFromASTUntyped,
} from 'graphql';
import type {
  GraphQLError,
  GraphQLInputObjectType,
  GraphQLInputType,
  OperationDefinitionNode,
} from 'graphql';
import type { Explain } from '../../schema/access/denial-reason.ts';
import { gatewayError } from '../errors.ts';
import { heldAtoms } from './held-atoms.ts';
import type { InputRules } from './input-rules.ts';
import type { InputSite } from './input-sites.ts';
import { isMet } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import type { NamedPolicies, RuleContext } from '../../schema/access/rules.ts';

type Variables = Readonly<Record<string, unknown>>;

/** What the rules about arguments need beside the caller. */
export interface InputJudging {
  readonly inputRules: InputRules;
  readonly policies: NamedPolicies;
}

/** Something that a caller gave and may not give. */
export interface ForbiddenInput {
  /** What has the rule: `Query.customers(orderBy:)`, `CustomerFilter.ssn` or `CustomerOrder.SSN_ASC`. */
  readonly coordinate: string;
  /** The type of the field that it was given to. */
  readonly parent: string;
  readonly field: string;
  /** The argument and the input fields below it, as the schema names them: `filter.and.ssn`. */
  readonly at: string;
  readonly requirement: Requirement;
}

/**
 * Arguments that the caller may not give, or not with this value: as it is written and with the variables put
 * in. Defaults in the graph are its own and are not judged.
 */
export async function forbiddenInputs(
  { operation, inputs }: { operation: OperationDefinitionNode; inputs: readonly InputSite[] },
  variables: Variables,
  context: RuleContext,
  { inputRules, policies }: InputJudging,
): Promise<readonly ForbiddenInput[]> {
  if (inputs.length === 0) return [];
  const reader = new InputReader(inputRules, withDefaults(operation, variables));
  for (const site of inputs) reader.read(site);
  const asked = [...reader.asked.values()];
  const requirements = asked.map(({ requirement }) => requirement);
  const held = await heldAtoms(requirements, policies, context);
  return asked.filter(({ requirement }) => !isMet(requirement, (one) => held.has(one)));
}

/** One error for each place, however many rules it broke; to who may know it with the reason. */
export function inputErrors(
  forbidden: readonly ForbiddenInput[],
  explain: Explain<readonly ForbiddenInput[]> | null,
): readonly GraphQLError[] {
  const byPlace = new Map<string, [ForbiddenInput, ...ForbiddenInput[]]>();
  for (const one of forbidden) {
    const place = `${one.field} ${one.at}`;
    const same = byPlace.get(place);
    if (same === undefined) byPlace.set(place, [one]);
    else same.push(one);
  }
  return Array.from(byPlace.values(), (same) => {
    const [{ at, field }] = same;
    return gatewayError('INPUT_FORBIDDEN', [at, field], { extensions: { ...explain?.(same) } });
  });
}

/** Collects what is asked for the values that are there, the same thing once. */
class InputReader {
  readonly asked = new Map<string, ForbiddenInput>();
  readonly #rules: InputRules;
  readonly #variables: Variables;
  #parent = '';
  #field = '';

  constructor(rules: InputRules, variables: Variables) {
    this.#rules = rules;
    this.#variables = variables;
  }

  read({ coordinate, parent, field, argument, type, value }: InputSite): void {
    const given: unknown = valueFromASTUntyped(value, this.#variables);
    // A variable that is not there leaves the argument out.
    if (given === undefined) return;
    this.#parent = parent;
    this.#field = field;
    this.#ask(coordinate, argument);
    this.#walk(given, type, argument);
  }

  #ask(coordinate: string, at: string): void {
    const requirement = this.#rules.get(coordinate);
    if (requirement === undefined) return;
    const [parent, field] = [this.#parent, this.#field];
    this.asked.set(`${field} ${at} ${coordinate}`, { coordinate, parent, field, at, requirement });
  }

  /** Goes where input coercion goes (GraphQL specification, section 3.11): one value stands for a list of it. */
  #walk(value: unknown, wrapped: GraphQLInputType, at: string): void {
    const type = getNullableType(wrapped);
    if (isListType(type)) {
      const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
      for (const element of elements) this.#walk(element, type.ofType, at);
    } else if (isEnumType(type)) {
      if (typeof value === 'string') this.#ask(`${type.name}.${value}`, at);
    } else if (isInputObjectType(type) && typeof value === 'object' && value !== null) {
      this.#walkObject(new Map<string, unknown>(Object.entries(value)), type, at);
    }
  }

  #walkObject(
    members: ReadonlyMap<string, unknown>,
    type: GraphQLInputObjectType,
    at: string,
  ): void {
    for (const field of Object.values(type.getFields())) {
      const member = members.get(field.name);
      if (member === undefined) continue;
      const below = `${at}.${field.name}`;
      this.#ask(`${type.name}.${field.name}`, below);
      this.#walk(member, field.type, below);
    }
  }
}

function withDefaults(operation: OperationDefinitionNode, variables: Variables): Variables {
  // A variable may be called `__proto__` or `constructor`: nothing of those may be there before.
  const bare = Object.create(null) as Record<string, unknown>;
  const all = Object.assign(bare, variables);
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue === undefined || all[variable.name.value] !== undefined) continue;
    all[variable.name.value] = valueFromASTUntyped(defaultValue);
  }
  return all;
}
