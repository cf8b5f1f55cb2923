import { Kind } from 'graphql';
import type { FieldNode, SelectionSetNode } from 'graphql';

import { readEntitiesOperation } from '../entities-operation.ts';
import type { FetchNode, PlanSelection } from '../query-plan.ts';
import type { StandInGraph } from './add-stand-ins.ts';
import { narrowFetch } from './narrow-fetch.ts';
import type { StandIns } from './stand-in.ts';

/**
 * Splits a fetch of entities so that no representation needs two stand-ins of one field: what is sent has one
 * place for it. Each part asks for fields whose needs go together; all parts can go out at once.
 */
export function splitFetch(fetch: FetchNode, graph: StandInGraph): readonly FetchNode[] {
  const { requires, serviceName, operation: text } = fetch;
  const { standIns } = graph;
  if (requires === undefined || !holdsTwoOfOne(namesIn(requires), standIns)) return [fetch];
  const operation = readEntitiesOperation(text);
  const groups: Group[] = [];
  for (const { field, type } of fieldsOf(operation.entities.selectionSet, '')) {
    addToGroup(
      { field, needs: graph.needsOf(serviceName, type, field.name.value) },
      groups,
      standIns,
    );
  }
  const needed = new Set(groups.flatMap(({ needs }) => [...needs]));
  return groups.map(({ fields, needs }) => {
    const without = new Set([...needed].filter((name) => !needs.has(name)));
    return narrowFetch(fetch, operation, { fields, without });
  });
}

/** Fields of entities that can be asked for with one representation, and the stand-ins that it needs. */
interface Group {
  readonly fields: Set<FieldNode>;
  readonly needs: Set<string>;
}

interface Needing {
  readonly field: FieldNode;
  readonly needs: ReadonlySet<string>;
}

function addToGroup({ field, needs }: Needing, groups: Group[], standIns: StandIns): void {
  const fitting = groups.find(
    (group) => needs.size === 0 || !holdsTwoOfOne([...group.needs, ...needs], standIns),
  );
  const group = fitting ?? { fields: new Set(), needs: new Set() };
  if (fitting === undefined) groups.push(group);
  group.fields.add(field);
  for (const name of needs) group.needs.add(name);
}

/** At whatever places: a split too many costs little, as its parts go out in one request. */
function holdsTwoOfOne(names: readonly string[], standIns: StandIns): boolean {
  const known = new Map<string, string>();
  for (const name of names) {
    const field = standIns.get(name)?.field;
    if (field === undefined) continue;
    if ((known.get(field) ?? name) !== name) return true;
    known.set(field, name);
  }
  return false;
}

function namesIn(selections: readonly PlanSelection[]): readonly string[] {
  return selections.flatMap((one) => [
    ...(one.kind === 'Field' ? [one.name] : []),
    ...namesIn(one.selections ?? []),
  ]);
}

/** The fields of the entities themselves, with the type that each is asked of. */
function fieldsOf(
  set: SelectionSetNode,
  type: string,
): readonly { readonly field: FieldNode; readonly type: string }[] {
  return set.selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [{ field: one, type }];
    if (one.kind === Kind.FRAGMENT_SPREAD) return [];
    return fieldsOf(one.selectionSet, one.typeCondition?.name.value ?? type);
  });
}
