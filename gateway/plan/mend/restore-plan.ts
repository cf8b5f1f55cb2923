import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';

import type { FetchNode, PlanNode, PlanSelection, QueryPlan } from '../query-plan.ts';
import type { StandInGraph } from './add-stand-ins.ts';
import { splitFetch } from './split-fetch.ts';
import { STAND_IN_MARK } from './stand-in.ts';
import type { StandIns } from './stand-in.ts';

/**
 * A plan over a supergraph with stand-ins as subgraphs understand it: asked for is what they stand for, under
 * the stand-in's name as response key; sent is the same value under the field's own name. Throws where that
 * would send an entity with two values for one field.
 */
export function restorePlan(plan: QueryPlan, graph: StandInGraph): QueryPlan {
  if (plan.node === undefined) return plan;
  return { ...plan, node: mapFetches(plan.node, (fetch) => restoreFetch(fetch, graph)) };
}

function mapFetches(node: PlanNode, change: (fetch: FetchNode) => PlanNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((one) => mapFetches(one, change)) };
    case 'Flatten':
      return { ...node, node: mapFetches(node.node, change) };
    case 'Condition': {
      const { ifClause, elseClause, ...rest } = node;
      return {
        ...rest,
        ...(ifClause === undefined ? {} : { ifClause: mapFetches(ifClause, change) }),
        ...(elseClause === undefined ? {} : { elseClause: mapFetches(elseClause, change) }),
      };
    }
    case 'Fetch':
      return change(node);
  }
}

function restoreFetch(fetch: FetchNode, graph: StandInGraph): PlanNode {
  const [first, ...others] = splitFetch(fetch, graph).map((one) => ({
    ...one,
    operation: restoreOperation(one.operation, graph.standIns),
    ...(one.requires === undefined
      ? {}
      : { requires: restoreRepresentation(one.requires, graph.standIns) }),
  }));
  if (first === undefined) return fetch;
  return others.length === 0 ? first : { kind: 'Parallel', nodes: [first, ...others] };
}

function restoreOperation(text: string, standIns: StandIns): string {
  if (!text.includes(STAND_IN_MARK)) return text;
  const restored = visit(parse(text, { noLocation: true }), {
    Field(node) {
      const standIn = standIns.get(node.name.value);
      if (standIn === undefined) return undefined;
      return {
        ...node,
        alias: node.alias ?? node.name,
        name: { kind: Kind.NAME, value: standIn.field },
        arguments: [...standIn.arguments, ...(node.arguments ?? [])],
      };
    },
  });
  return stripIgnoredCharacters(print(restored));
}

function restoreRepresentation(
  selections: readonly PlanSelection[],
  standIns: StandIns,
): readonly PlanSelection[] {
  const sent = new Map<string, string>();
  return selections.map((one): PlanSelection => {
    const below =
      one.selections === undefined
        ? {}
        : { selections: restoreRepresentation(one.selections, standIns) };
    if (one.kind === 'InlineFragment') return { ...one, ...below };
    const field = standIns.get(one.name)?.field ?? one.name;
    if ((sent.get(field) ?? one.name) !== one.name) {
      throw new Error(`An entity cannot be sent with two values for its field "${field}".`);
    }
    sent.set(field, one.name);
    return field === one.name
      ? { ...one, ...below }
      : { ...one, ...below, name: field, alias: one.name };
  });
}
