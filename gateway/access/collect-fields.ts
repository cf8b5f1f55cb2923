import { isAbstractType, Kind } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  FragmentSpreadNode,
  InlineFragmentNode,
  SelectionSetNode,
} from 'graphql';
import { conditionKey, narrow } from './condition.ts';
import type { Condition } from './condition.ts';
import { responseKeyOf } from './engine-names.ts';
import type { GraphModel } from './graph-model.ts';
import { InvalidDocument } from './invalid-document.ts';
import type { NodeBudget } from './node-budget.ts';
import type { TypeSet, TypeSets } from './type-sets.ts';

/** One operation under compilation. */
export interface CompileScope {
  readonly graph: GraphModel;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly typeSets: TypeSets;
  readonly budget: NodeBudget;
  readonly findings: Findings;
}

/** What compiling an operation found out besides its shape. */
interface Findings {
  /** Whether the engine must be asked in other words than the client's, even if everything is allowed. */
  needsRewording: boolean;
}

/** A selection set and the condition under which it applies. */
export interface Source {
  readonly selectionSet: SelectionSetNode;
  readonly condition: Condition;
}

/** One place where a field stands, all fragments round it resolved. */
export interface Occurrence {
  readonly node: FieldNode;
  readonly responseKey: string;
  readonly condition: Condition;
  /** The object types for which it applies. */
  readonly types: TypeSet;
  /** The type in whose selection set it was written. */
  readonly writtenIn: string;
}

/** Where the fields of one merged selection set live. */
export interface Place {
  readonly parent: string;
  readonly types: TypeSet;
}

/**
 * CollectFields (GraphQL specification, section 6.3.2) for every possible object type and every value of
 * the variables at once: fields come with the types and the conditions that they apply for.
 */
export function collectFields(
  sources: readonly Source[],
  place: Place,
  scope: CompileScope,
): readonly Occurrence[] {
  const collector = new Collector(place, scope);
  const { types, parent: writtenIn } = place;
  for (const { selectionSet, condition } of sources) {
    collector.visit(selectionSet, { condition, types, writtenIn });
  }
  return collector.found;
}

type Context = Omit<Occurrence, 'node' | 'responseKey'>;

class Collector {
  readonly found: Occurrence[] = [];
  readonly #visited = new Set<string>();
  readonly #isKnownType: boolean;
  readonly #scope: CompileScope;

  constructor({ parent }: Place, scope: CompileScope) {
    this.#isKnownType = !isAbstractType(scope.typeSets.composite(parent));
    this.#scope = scope;
  }

  visit(selectionSet: SelectionSetNode, context: Context): void {
    const { budget } = this.#scope;
    budget.descend();
    for (const selection of selectionSet.selections) {
      budget.spend();
      const condition = narrow(context.condition, selection.directives);
      if (condition === null) {
        // What is never included is not judged either, so it must not go out.
        this.#scope.findings.needsRewording = true;
        continue;
      }
      const inside = { ...context, condition };
      if (selection.kind === Kind.FIELD) {
        this.found.push({ node: selection, responseKey: responseKeyOf(selection), ...inside });
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#visitInline(selection, inside);
      } else {
        this.#visitSpread(selection, inside);
      }
    }
    budget.ascend();
  }

  #visitInline(fragment: InlineFragmentNode, context: Context): void {
    const inside = this.#into(fragment.typeCondition?.name.value, context);
    if (inside !== null) this.visit(fragment.selectionSet, inside);
  }

  #visitSpread(spread: FragmentSpreadNode, context: Context): void {
    const fragment = this.#scope.fragments.get(spread.name.value);
    if (fragment === undefined)
      throw new InvalidDocument(`Fragment "${spread.name.value}" is not there.`);
    const inside = this.#into(fragment.typeCondition.name.value, context);
    if (inside === null) return;
    const key = `${spread.name.value}|${inside.types.id}|${conditionKey(inside.condition)}`;
    if (this.#visited.has(key)) return;
    this.#visited.add(key);
    this.visit(fragment.selectionSet, inside);
  }

  /** The context inside a type condition; null when no possible type fits it. */
  #into(typeCondition: string | undefined, context: Context): Context | null {
    if (typeCondition === undefined) return context;
    const { typeSets, findings } = this.#scope;
    const types = typeSets.narrow(context.types, typeCondition);
    const isImpossible = types.names.size === 0;
    // Where an object's type is known, engines do not ask for it, and then lose what stands in a
    // fragment inside a fragment on an abstract type.
    const isNested = this.#isKnownType && isAbstractType(typeSets.composite(context.writtenIn));
    if (isImpossible || isNested) findings.needsRewording = true;
    return isImpossible ? null : { ...context, types, writtenIn: typeCondition };
  }
}
