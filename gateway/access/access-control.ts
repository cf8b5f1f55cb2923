import { OperationTypeNode, parse, print, Source } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../auth/caller.ts';
import { checkPolicies } from './check-policies.ts';
import { compileOperation, refuseReserved } from './compile-operation.ts';
import type { CompiledOperation, CompileSettings, RefusedOperation } from './compile-operation.ts';
import { decide } from './decision.ts';
import type { Decisions } from './decision.ts';
import { explainDenials, explainInputs } from './denial-reasons.ts';
import { denialErrors, withDenials } from './denials.ts';
import type { WithheldField } from './denials.ts';
import { readFieldOwners } from './field-owners.ts';
import type { FieldOwners } from './field-owners.ts';
import { forbiddenInputs, inputErrors } from './forbidden-inputs.ts';
import type { ForbiddenInput } from './forbidden-inputs.ts';
import { readGraph } from './graph-model.ts';
import { normaliseLiterals } from './normalise-literals.ts';
import { makeVariant } from './operation-variant.ts';
import type { OperationVariant } from './operation-variant.ts';
import type { Presentation } from './presentation.ts';
import { namedPolicies } from '../../schema/access/rules.ts';
import type { NamedPolicies } from '../../schema/access/rules.ts';
import { seesReasons } from '../../schema/access/denial-reason.ts';
import type { Explain } from '../../schema/access/denial-reason.ts';
import type { StewardContacts } from '../../schema/access/steward-contacts.ts';
import type { SelectionShape } from './operation-shape.ts';
import { SchemaViews } from './schema-view.ts';
import type { SchemaView } from './schema-view.ts';
import { createRowJudge } from './row-judge.ts';
import type { RowJudge } from './row-judge.ts';
import { shapeResult } from './shape-result.ts';

/** Decides field by field, before planning, what of an operation runs for a caller. */
export interface AccessControl {
  /** Whether the graph asks anything of anybody. */
  readonly isProtected: boolean;
  /** Evaluates the rules that the operation touches, once each, and filters it. Never rejects for a rule's failure. */
  prepare(request: AccessRequest): Promise<PreparedAccess>;
}

export interface AccessRequest {
  /** Valid for the graph's API schema. The same object again is the fast way. */
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  /** Null for a request without a token. */
  readonly caller: Caller | null;
}

/** What was decided, for whoever keeps a record of it. */
export type JudgedOperation = DecidedOperation | RefusedInputs;

/** An operation whose fields were decided one by one. */
export interface DecidedOperation {
  readonly kind: 'decided';
  /** Without the literals of the client's document. The same object for equal documents. */
  readonly operation: { readonly name: string | null; readonly text: string };
  readonly shape: SelectionShape;
  /** The same object for all callers who see the same. */
  readonly decisions: Decisions;
  readonly trueVariables: ReadonlySet<string>;
}

/** An operation that gave what its caller may not give. */
export interface RefusedInputs {
  readonly kind: 'refused-inputs';
  readonly operation: DecidedOperation['operation'];
  readonly forbidden: readonly ForbiddenInput[];
}

export type PreparedAccess =
  | {
      readonly kind: 'run';
      readonly judged: JudgedOperation;
      /** What may run, and how its result is presented. */
      readonly presentation: Presentation;
      /** The client's variables, and those that stand for the literals of its document. */
      readonly variables: Readonly<Record<string, unknown>>;
      /** Callers with equal vectors see the same of this operation: part of every cache key. */
      readonly vector: string;
      /** Errors of the denied selections, in their order in the operation. */
      denials(): readonly GraphQLError[];
    }
  | {
      readonly kind: 'answer';
      readonly result: ExecutionResult;
      /** Null for what was refused before anything was decided. */
      readonly judged: JudgedOperation | null;
    };

export interface AccessSettings {
  /** The full supergraph, security directives included; faults name lines of it where it was parsed with them. */
  readonly supergraph: string | DocumentNode;
  /** Types whose objects say whose data they are, with the key that says it; the engine is asked for it. */
  readonly subjects?: ReadonlyMap<string, string>;
  /** Rules that `@policy` can name; the gateway's own by default. */
  readonly policies?: NamedPolicies;
  /** Where data stewards are reached, for those who may know why they are denied something; nowhere by default. */
  readonly contacts?: StewardContacts;
  /** Most selections of an operation, its fragments written out. 5,000 by default. */
  readonly nodeBudget?: number;
  /** Most operations, and most filtered variants, that are kept. 1,000 each by default. */
  readonly cacheSize?: number;
}

/** What keeps a graph from being served safely; every fault, not the first. */
export class AccessFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `Access rules of the supergraph are faulty:\n${faults.map((one) => `- ${one}`).join('\n')}`,
    );
    this.name = 'AccessFaults';
    this.faults = Object.freeze([...faults]);
  }
}

/** Reads the policy of a supergraph. Throws `AccessFaults` when it leaves any doubt. */
export function createAccessControl(settings: AccessSettings): AccessControl {
  const faults: string[] = [];
  const { supergraph, policies = namedPolicies } = settings;
  const document =
    typeof supergraph === 'string' ? parse(new Source(supergraph, 'supergraph')) : supergraph;
  const graph = readGraph(document, faults, { policies, subjects: settings.subjects });
  faults.push(...checkPolicies(document, policies));
  if (faults.length > 0) throw new AccessFaults(faults);
  const compiling = { graph, policies, nodeBudget: settings.nodeBudget ?? 5_000 };
  const owners = readFieldOwners(document, settings.contacts ?? new Map());
  const preparer = new Preparer({ ...compiling, owners }, settings.cacheSize ?? 1_000);
  return Object.freeze({
    isProtected: graph.table.isProtected || graph.inputRules.size > 0,
    prepare: (request: AccessRequest) => preparer.prepare(request),
  });
}

type Operation = CompiledOperation | RefusedOperation;

/** One document under one operation name: what it compiles to without its literals, and these. */
interface KnownDocument {
  readonly operation: Operation;
  readonly literals: Readonly<Record<string, unknown>>;
}

interface PreparerSettings extends CompileSettings {
  readonly owners: FieldOwners;
}

class Preparer {
  readonly #settings: PreparerSettings;
  readonly #byDocument = new WeakMap<DocumentNode, Map<string, KnownDocument>>();
  readonly #byText: LRUCache<string, Operation>;
  readonly #variants: LRUCache<string, OperationVariant | RefusedOperation>;
  readonly #views: SchemaViews;

  constructor(settings: PreparerSettings, cacheSize: number) {
    this.#settings = settings;
    this.#byText = new LRUCache({ max: cacheSize });
    this.#variants = new LRUCache({ max: cacheSize });
    this.#views = new SchemaViews(settings.graph, settings.policies);
  }

  async prepare(request: AccessRequest): Promise<PreparedAccess> {
    const { operation, literals } = this.#known(request.document, request.operationName ?? '');
    if (operation.kind === 'refused') return answer({ errors: [operation.error()] }, null);
    const { graph, policies, owners } = this.#settings;
    const { inputRules } = graph;
    const context = { caller: request.caller };
    const variables = { ...request.variables, ...literals };
    const judging = { inputRules, policies };
    const forbidden = await forbiddenInputs(operation, variables, context, judging);
    if (forbidden.length > 0) {
      const judged = { kind: 'refused-inputs', operation: operation.named, forbidden } as const;
      const explain = seesReasons(request.caller) ? explainInputs(owners) : null;
      return answer({ errors: inputErrors(forbidden, explain) }, judged);
    }
    const decisions = await decide(operation.question, graph, context);
    const variant = this.#variant(operation, decisions);
    if (variant.kind === 'refused') return answer({ errors: [variant.error()] }, null);
    const view = operation.isIntrospective ? await this.#views.viewOf(context) : null;
    // A variant is of all callers with its vector; who passes a check is each caller's own, and so is why not.
    const judgeRow = createRowJudge(graph.rows, decisions, request.caller);
    const explain = seesReasons(request.caller) ? explainDenials(graph, decisions, owners) : null;
    return runVariant(operation, variant, { variables, view, judgeRow, explain });
  }

  #known(document: DocumentNode, name: string): KnownDocument {
    const byName = this.#byDocument.get(document) ?? new Map<string, KnownDocument>();
    let known = byName.get(name);
    if (known === undefined) {
      known = this.#meet(document, name);
      this.#byDocument.set(document, byName.set(name, known));
    }
    return known;
  }

  #meet(document: DocumentNode, name: string): KnownDocument {
    const reserved = refuseReserved(document);
    if (reserved !== null) return { operation: reserved, literals: {} };
    const normalised = normaliseLiterals(document, this.#settings.graph.schema);
    // The text is printed from the document itself: a source that somebody attached to it proves nothing.
    const key = `${name}\n${print(normalised.document)}`;
    const operation =
      this.#byText.get(key) ??
      compileOperation(normalised.document, name === '' ? null : name, this.#settings);
    this.#byText.set(key, operation);
    return { operation, literals: normalised.literals };
  }

  #variant(
    operation: CompiledOperation,
    decisions: Decisions,
  ): OperationVariant | RefusedOperation {
    const key = `${operation.id}:${decisions.vector}`;
    let variant = this.#variants.get(key);
    if (variant === undefined) {
      variant = makeVariant(operation, decisions);
      this.#variants.set(key, variant);
    }
    return variant;
  }
}

/** What differs from request to request. */
interface Asked {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly view: SchemaView | null;
  readonly judgeRow: RowJudge;
  /** Null for who may not know why. */
  readonly explain: Explain<WithheldField> | null;
}

function runVariant(
  operation: CompiledOperation,
  { filtered, decisions, denials }: OperationVariant,
  { variables, view, judgeRow, explain }: Asked,
): PreparedAccess {
  const trueVariables = readTrueVariables(operation, variables);
  const errors = (): readonly GraphQLError[] => denialErrors(denials, trueVariables, explain);
  const { shape, named } = operation;
  const judged = { kind: 'decided', operation: named, shape, decisions, trueVariables } as const;
  // A mutation of which a part is denied must not be half done: nothing of it is.
  if (operation.operation.operation === OperationTypeNode.MUTATION) {
    const denied = errors();
    if (denied.length > 0) return answer({ data: null, errors: denied }, judged);
  }
  if (filtered === null) {
    const result = shapeResult({ data: {} }, { shape, decisions, trueVariables, judgeRow });
    return answer(withDenials(result, errors()), judged);
  }
  const presentation = { filtered, trueVariables, view, judgeRow };
  const { vector } = decisions;
  return { kind: 'run', judged, presentation, variables, vector, denials: errors };
}

function readTrueVariables(
  { conditionVariables }: CompiledOperation,
  variables: Readonly<Record<string, unknown>>,
): ReadonlySet<string> {
  if (conditionVariables.size === 0) return NONE;
  const isTrue = new Set<string>();
  for (const [name, byDefault] of conditionVariables) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if ((value === undefined ? byDefault : value) === true) isTrue.add(name);
  }
  return isTrue;
}

const NONE: ReadonlySet<string> = new Set();

function answer(result: ExecutionResult, judged: JudgedOperation | null): PreparedAccess {
  return { kind: 'answer', result, judged };
}
