import type { SelectionNode } from 'graphql';
import type { CompileScope, Occurrence, Place } from './collect-fields.ts';
import { isCheckDenied, isLookedAt, mayAsk } from './decision.ts';
import type { Decisions } from './decision.ts';
import { subjectField } from './engine-names.ts';
import { inlineFragment } from './selection-nodes.ts';

/** One operation being written for callers of one decision vector. */
export interface Writing {
  readonly scope: CompileScope;
  readonly decisions: Decisions;
}

/** Whether a field may be asked for, of some objects of a type at least. */
export function mayAskOf(type: string, field: string, { scope, decisions }: Writing): boolean {
  const { table, rows } = scope.graph;
  const asked = {
    requirement: table.requirementOf(type, field),
    check: rows.ofField(type, field),
  };
  return mayAsk(decisions, asked, { check: rows.ofObject(type) });
}

/** Asks objects whose data they are, where that is of interest and the client does not ask for it anyway. */
export function subjectsAsked(
  occurrences: readonly Occurrence[],
  { parent, types }: Place,
  writing: Writing,
): readonly SelectionNode[] {
  const { graph, findings } = writing.scope;
  const asking: SelectionNode[] = [];
  for (const type of graph.subjects.size === 0 ? [] : types.names) {
    const key = graph.subjects.get(type);
    if (key === undefined) continue;
    const isAsked = occurrences.some(
      ({ node, responseKey, condition, types: applying }) =>
        node.name.value === key &&
        responseKey === key &&
        condition.length === 0 &&
        applying.names.has(type) &&
        mayAskOf(type, key, writing),
    );
    // Who said whose data it is, is found where the result is shaped: it must not go out as it came.
    findings.needsRewording = true;
    if (isAsked) continue;
    const field = subjectField(key);
    asking.push(parent === type ? field : inlineFragment(type, [field]));
  }
  return asking;
}

/** What has to be known of the objects here to judge each of them, beside what the client asks for. */
export function rowNeeds(
  fields: readonly Occurrence[],
  { parent, types }: Place,
  writing: Writing,
): readonly SelectionNode[] {
  return [...types.names].flatMap((type): readonly SelectionNode[] => {
    const nodes = needsOf(type, fields, writing);
    if (nodes.length === 0) return [];
    return type === parent ? nodes : [inlineFragment(type, nodes)];
  });
}

function needsOf(
  type: string,
  fields: readonly Occurrence[],
  writing: Writing,
): readonly SelectionNode[] {
  const { scope, decisions } = writing;
  const { rows } = scope.graph;
  if (isCheckDenied(decisions, rows.ofObject(type))) return [];
  const asked = fields
    .filter(({ node, types }) => types.names.has(type) && mayAskOf(type, node.name.value, writing))
    .map(({ node }) => rows.ofField(type, node.name.value));
  const checks = new Set([rows.ofObject(type), ...asked]);
  return [...checks]
    .filter((check) => isLookedAt(decisions, check))
    .flatMap((check) => rows.list[check]?.needs.map(({ node }) => node) ?? []);
}
