import { getNamedType, isCompositeType, isNonNullType, Kind, visit } from 'graphql';
import type {
  DirectiveNode,
  DocumentNode,
  FieldNode,
  OperationDefinitionNode,
  SelectionNode,
} from 'graphql';
import { collectFields } from './collect-fields.ts';
import type { CompileScope, Occurrence, Place, Source } from './collect-fields.ts';
import { ALWAYS, conditionKey, isConditional } from './condition.ts';
import type { Condition } from './condition.ts';
import { mayAskOf, rowNeeds, subjectsAsked } from './asked-besides.ts';
import type { Writing } from './asked-besides.ts';
import { engineKeyOf, typenameField } from './engine-names.ts';
import { fieldDefinition } from './graph-model.ts';
import { lookOfField } from './operation-shape.ts';
import { inlineFragment, nameNode, selectionSetOf } from './selection-nodes.ts';

/**
 * Writes an operation anew with what the decisions allow: fragments dissolved, equal fields merged,
 * shadowing aliases renamed, unused variables gone. Null when nothing is left to ask for.
 */
export function writeFiltered(
  operation: OperationDefinitionNode,
  place: Place,
  writing: Writing,
): DocumentNode | null {
  const writer = new Writer(writing);
  const source = { selectionSet: operation.selectionSet, condition: ALWAYS };
  const { selections, isEmptied } = writer.write([source], place);
  if (isEmptied || selections.length === 0) return null;
  const written: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  return { kind: Kind.DOCUMENT, definitions: [withUsedVariables(written)] };
}

interface Written {
  /** Of an object that is emptied, what it is to be judged by. */
  readonly selections: readonly SelectionNode[];
  /** Whether denials left nothing at all for the client, whatever the variables include. */
  readonly isEmptied: boolean;
}

/** The same field at several places, asked for once. */
type Group = readonly [Occurrence, ...Occurrence[]];

/** Selections that stand in one fragment, or in none. */
interface Stretch {
  readonly typeCondition: string | null;
  readonly selections: SelectionNode[];
}

class Writer {
  readonly #scope: CompileScope;
  readonly #writing: Writing;

  constructor(writing: Writing) {
    this.#scope = writing.scope;
    this.#writing = writing;
  }

  write(sources: readonly Source[], place: Place): Written {
    return this.#write(sources, place, sources);
  }

  /** `everywhere` are the sources of the same field under all conditions: its object's look hangs on all. */
  #write(sources: readonly Source[], place: Place, everywhere: readonly Source[]): Written {
    const occurrences = collectFields(sources, place, this.#scope);
    const all =
      everywhere === sources ? occurrences : collectFields(everywhere, place, this.#scope);
    // The type's name is known where it is fixed, and asked for once where it is not.
    const fields = occurrences.filter(({ node }) => node.name.value !== '__typename');
    const { stretches, isSurelyDenied } = this.#writeFields(fields, place, all);
    const hasTypeName = fields.length < occurrences.length;
    const besides = rowNeeds(fields, place, this.#writing);
    if (stretches.length === 0) {
      const selections = [...this.#typeName(all, place), ...besides];
      return { selections, isEmptied: isSurelyDenied && !hasTypeName };
    }
    const subjects = subjectsAsked(fields, place, this.#writing);
    const selections = [
      ...this.#typeName(all, place),
      ...assemble(stretches),
      ...subjects,
      ...besides,
    ];
    return { selections, isEmptied: false };
  }

  #writeFields(
    fields: readonly Occurrence[],
    place: Place,
    all: readonly Occurrence[],
  ): { readonly stretches: readonly Stretch[]; readonly isSurelyDenied: boolean } {
    const stretches: Stretch[] = [];
    let isSurelyDenied = false;
    for (const group of groupOccurrences(fields)) {
      const [{ responseKey, types, condition }] = group;
      const isSure = condition.length === 0;
      const allowed = this.#allowedTypes(group);
      isSurelyDenied ||= isSure && allowed.length < types.names.size;
      const same = all.filter((one) => one.responseKey === responseKey);
      for (const typeCondition of this.#typeConditions(group, allowed, place)) {
        const written = this.#writeField(group, typeCondition ?? place.parent, same);
        isSurelyDenied ||= isSure && written.isEmptied;
        append(stretches, typeCondition, written.selections);
      }
    }
    return { stretches, isSurelyDenied };
  }

  /** Asks for the type where the objects look or are judged differently by it, or may be of a hidden one. */
  #typeName(
    occurrences: readonly Occurrence[],
    { parent, types }: Place,
  ): readonly SelectionNode[] {
    if (this.#scope.typeSets.mayHide(parent)) return [typenameField];
    const { graph } = this.#scope;
    const [one, ...others] = types.names;
    if (one === undefined || others.length === 0) return [];
    const ownLook = (type: string): string =>
      `${graph.rows.ofObject(type)}:${graph.subjects.get(type) ?? ''}`;
    const isJudgedByType = others.some((type) => ownLook(type) !== ownLook(one));
    const hangsOnType = occurrences.some(({ node: { name }, types: applying }) => {
      if (name.value === '__typename' || applying !== types) return true;
      const look = (type: string): string => lookOfField(graph, type, name.value);
      return others.some((type) => look(type) !== look(one));
    });
    return isJudgedByType || hangsOnType ? [typenameField] : [];
  }

  #allowedTypes([first]: Group): readonly string[] {
    const { name } = first.node;
    return [...first.types.names].filter((type) => mayAskOf(type, name.value, this.#writing));
  }

  /** The type conditions under which the field is to be asked for; null for none needed. */
  #typeConditions(
    [first]: Group,
    allowed: readonly string[],
    place: Place,
  ): readonly (string | null)[] {
    if (allowed.length < first.types.names.size || allowed.length === 0) return allowed;
    if (first.types === place.types && this.#hasField(place.parent, first.node)) return [null];
    const { writtenIn } = first;
    const isExact = this.#scope.typeSets.narrow(place.types, writtenIn) === first.types;
    return isExact && this.#hasField(writtenIn, first.node) ? [writtenIn] : allowed;
  }

  #hasField(type: string, node: FieldNode): boolean {
    const composite = this.#scope.typeSets.composite(type);
    if (node.name.value.startsWith('__')) return true;
    return 'getFields' in composite && node.name.value in composite.getFields();
  }

  #writeField(group: Group, parent: string, same: readonly Occurrence[]): Written {
    this.#scope.budget.spend();
    const [first] = group;
    const { graph, typeSets } = this.#scope;
    const { type } = fieldDefinition(graph.schema, parent, first.node.name.value);
    const named = getNamedType(type);
    if (!isCompositeType(named)) {
      return { selections: [this.#fieldNode(first)], isEmptied: false };
    }
    const place = { parent: named.name, types: typeSets.possible(named.name) };
    this.#scope.budget.descend();
    const { selections, isEmptied } = this.#write(sourcesOf(group), place, sourcesOf(same));
    this.#scope.budget.ascend();
    // Not asking for an object of which nothing is left makes it null. A non-null field would pass that
    // on to its parent: there, what judges it is asked for, or the type's name instead.
    if (isEmptied && !isNonNullType(type)) return { selections: [], isEmptied };
    const children = selections.length > 0 ? selections : [typenameField];
    return { selections: [this.#fieldNode(first, children)], isEmptied };
  }

  /** Conditions stand round a field: a planner that finds them at it counts it among what it always needs. */
  #fieldNode({ node, condition }: Occurrence, children?: readonly SelectionNode[]): SelectionNode {
    const engineKey = engineKeyOf(node, this.#scope.graph.injectedNames);
    const kept = (node.directives ?? []).filter((one) => !isConditional(one));
    const field: FieldNode = {
      kind: Kind.FIELD,
      name: node.name,
      ...(engineKey === node.name.value ? {} : { alias: nameNode(engineKey) }),
      ...(node.arguments === undefined ? {} : { arguments: node.arguments }),
      directives: kept,
      ...(children === undefined ? {} : { selectionSet: selectionSetOf(children) }),
    };
    return condition.reduce<SelectionNode>((inner, literal) => {
      const directives = [directiveOf(literal)];
      return { kind: Kind.INLINE_FRAGMENT, directives, selectionSet: selectionSetOf([inner]) };
    }, field);
  }
}

function sourcesOf(occurrences: readonly Occurrence[]): readonly Source[] {
  return occurrences.flatMap(({ node: { selectionSet } }) =>
    selectionSet === undefined ? [] : [{ selectionSet, condition: ALWAYS }],
  );
}

function assemble(stretches: readonly Stretch[]): readonly SelectionNode[] {
  return stretches.flatMap(({ typeCondition, selections }): SelectionNode[] =>
    typeCondition === null ? selections : [inlineFragment(typeCondition, selections)],
  );
}

/** Fields that have one response key, one condition and the same types in common are one field. */
function groupOccurrences(occurrences: readonly Occurrence[]): Iterable<Group> {
  const groups = new Map<string, [Occurrence, ...Occurrence[]]>();
  for (const occurrence of occurrences) {
    const { responseKey, condition, types } = occurrence;
    const key = `${responseKey}|${conditionKey(condition)}|${types.id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [occurrence]);
    else group.push(occurrence);
  }
  return groups.values();
}

function append(
  stretches: Stretch[],
  typeCondition: string | null,
  selections: readonly SelectionNode[],
): void {
  if (selections.length === 0) return;
  const last = stretches.at(-1);
  if (last?.typeCondition === typeCondition) last.selections.push(...selections);
  else stretches.push({ typeCondition, selections: [...selections] });
}

function directiveOf({ variable, wants }: Condition[number]): DirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: nameNode(wants ? 'include' : 'skip'),
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: nameNode('if'),
        value: { kind: Kind.VARIABLE, name: nameNode(variable) },
      },
    ],
  };
}

function withUsedVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  const used = new Set<string>();
  const collect = {
    Variable: (node: { name: { value: string } }) => void used.add(node.name.value),
  };
  visit(operation.selectionSet, collect);
  for (const directive of operation.directives ?? []) visit(directive, collect);
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return { ...operation, variableDefinitions };
}
