import { OperationTypeNode, print } from 'graphql';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../auth/caller.ts';
import { checkPolicies } from './check-policies.ts';
import { compileOperation, refuse } from './compile-operation.ts';
import type { CompiledOperation, CompileSettings, RefusedOperation } from './compile-operation.ts';
import { decide } from './decision.ts';
import type { Decisions } from './decision.ts';
import { denialErrors, listDenials } from './denials.ts';
import type { Denial } from './denials.ts';
import { readGraph } from './graph-model.ts';
import { namedPolicies } from './rules.ts';
import type { NamedPolicies } from './rules.ts';
import { shapeResult } from './shape-result.ts';
import { writeFiltered } from './write-filtered.ts';

/** Decides field by field, before planning, what of an operation runs for a caller. */
export interface AccessControl {
  /** Whether any field of the graph asks for anything. */
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

export type PreparedAccess =
  | {
      readonly kind: 'run';
      /** What the engine may run, and its text. */
      readonly document: DocumentNode;
      readonly text: string;
      /** Callers with equal vectors see the same of this operation: part of every cache key. */
      readonly vector: string;
      /** Makes the client's result from the engine's. */
      shape(result: ExecutionResult): ExecutionResult;
    }
  | { readonly kind: 'answer'; readonly result: ExecutionResult };

export interface AccessSettings {
  /** The full supergraph, security directives included. */
  readonly supergraph: string | DocumentNode;
  /** Rules that `@policy` can name; the gateway's own by default. */
  readonly policies?: NamedPolicies;
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
  const graph = readGraph(settings.supergraph, faults);
  const policies = settings.policies ?? namedPolicies;
  faults.push(...checkPolicies(graph.table, policies));
  if (faults.length > 0) throw new AccessFaults(faults);
  const compiling = { graph, policies, nodeBudget: settings.nodeBudget ?? 5_000 };
  const preparer = new Preparer(compiling, settings.cacheSize ?? 1_000);
  return Object.freeze({
    isProtected: graph.table.isProtected,
    prepare: (request: AccessRequest) => preparer.prepare(request),
  });
}

/** A compiled operation as callers of one decision vector see it. */
interface Variant {
  readonly kind: 'variant';
  /** Null when nothing is left to run. */
  readonly filtered: { readonly document: DocumentNode; readonly text: string } | null;
  readonly decisions: Decisions;
  readonly denials: readonly Denial[];
}

type Operation = CompiledOperation | RefusedOperation;

class Preparer {
  readonly #settings: CompileSettings;
  readonly #byDocument = new WeakMap<DocumentNode, Map<string, Operation>>();
  readonly #byText: LRUCache<string, Operation>;
  readonly #variants: LRUCache<string, Variant | RefusedOperation>;

  constructor(settings: CompileSettings, cacheSize: number) {
    this.#settings = settings;
    this.#byText = new LRUCache({ max: cacheSize });
    this.#variants = new LRUCache({ max: cacheSize });
  }

  async prepare(request: AccessRequest): Promise<PreparedAccess> {
    const operation = this.#compiled(request.document, request.operationName ?? '');
    if (operation.kind === 'refused') return answer({ errors: [operation.error()] });
    const { table } = this.#settings.graph;
    const decisions = await decide(operation.question, table, { caller: request.caller });
    if (decisions.allowsAll && !operation.needsRewording) return runAsItCame(operation, decisions);
    const variant = this.#variant(operation, decisions);
    if (variant.kind === 'refused') return answer({ errors: [variant.error()] });
    return runVariant(operation, variant, request.variables ?? {});
  }

  #compiled(document: DocumentNode, name: string): Operation {
    const byName = this.#byDocument.get(document) ?? new Map<string, Operation>();
    const known = byName.get(name);
    if (known !== undefined) return known;
    // The text is printed from the document itself: a source that somebody attached to it proves nothing.
    const key = `${name}\n${print(document)}`;
    const operation =
      this.#byText.get(key) ??
      compileOperation(document, name === '' ? null : name, this.#settings);
    this.#byText.set(key, operation);
    this.#byDocument.set(document, byName.set(name, operation));
    return operation;
  }

  #variant(operation: CompiledOperation, decisions: Decisions): Variant | RefusedOperation {
    const key = `${operation.id}:${decisions.vector}`;
    let variant = this.#variants.get(key);
    if (variant === undefined) {
      variant = makeVariant(operation, decisions);
      this.#variants.set(key, variant);
    }
    return variant;
  }
}

function makeVariant(
  operation: CompiledOperation,
  decisions: Decisions,
): Variant | RefusedOperation {
  try {
    const writing = { scope: operation.scope(), decisions };
    const document = writeFiltered(operation.operation, operation.place, writing);
    return Object.freeze({
      kind: 'variant',
      filtered: document === null ? null : Object.freeze({ document, text: print(document) }),
      decisions,
      denials: listDenials(operation.shape, decisions),
    });
  } catch (error) {
    return refuse(error);
  }
}

function runAsItCame({ document, text }: CompiledOperation, { vector }: Decisions): PreparedAccess {
  return { kind: 'run', document, text, vector, shape: (result) => result };
}

function runVariant(
  operation: CompiledOperation,
  { filtered, decisions, denials }: Variant,
  variables: Readonly<Record<string, unknown>>,
): PreparedAccess {
  const trueVariables = readTrueVariables(operation, variables);
  const errors = (): ReturnType<typeof denialErrors> => denialErrors(denials, trueVariables);
  // A mutation of which a part is denied must not be half done: nothing of it is.
  if (operation.operation.operation === OperationTypeNode.MUTATION) {
    const denied = errors();
    if (denied.length > 0) return answer({ data: null, errors: denied });
  }
  const shaping = { shape: operation.shape, decisions, trueVariables, denials: errors };
  if (filtered === null) return answer(shapeResult({ data: {} }, shaping));
  const { document, text } = filtered;
  const { vector } = decisions;
  return { kind: 'run', document, text, vector, shape: (result) => shapeResult(result, shaping) };
}

function readTrueVariables(
  { conditionVariables }: CompiledOperation,
  variables: Readonly<Record<string, unknown>>,
): ReadonlySet<string> {
  const isTrue = new Set<string>();
  for (const [name, byDefault] of conditionVariables) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if ((value === undefined ? byDefault : value) === true) isTrue.add(name);
  }
  return isTrue;
}

function answer(result: ExecutionResult): PreparedAccess {
  return { kind: 'answer', result };
}
