import { isAllowed } from '../../gateway/access/decision.ts';
import type { GraphModel } from '../../gateway/access/graph-model.ts';
import { atomsOf } from '../../gateway/access/requirement.ts';
import { requirementText } from '../../gateway/access/requirement-text.ts';
import type { Caller } from '../../gateway/auth/caller.ts';
import { decideAll, requirementAt } from './asked-table.ts';

/** One line a field: whether the caller may read it, and what is asked. */
export async function roleTable(graph: GraphModel, caller: Caller): Promise<string> {
  const { table } = graph;
  const decisions = await decideAll(graph, caller);
  const width = Math.max(0, ...table.coordinates.map(({ length }) => length));
  let allowed = 0;
  const lines = table.coordinates.map((coordinate) => {
    const { place, requirement } = requirementAt(graph, coordinate);
    const isOpen = isAllowed(decisions, place);
    if (isOpen) allowed += 1;
    return `${isOpen ? 'allow' : 'deny '}  ${coordinate.padEnd(width)}  ${requirementText(requirement)}`;
  });
  const asked = new Set(table.requirements.flatMap(atomsOf));
  const idle = caller.scopes.filter((scope) => !asked.has(`scope:${scope}`));
  return [
    ...lines,
    '',
    `${allowed} of ${lines.length} fields are allowed.`,
    ...(idle.length === 0 ? [] : [`No field asks for: ${idle.join(', ')}.`]),
  ].join('\n');
}
