import { isAllowed } from '../../gateway/access/decision.ts';
import type { GraphModel } from '../../gateway/access/graph-model.ts';
import { atomsOf } from '../../gateway/access/requirement.ts';
import type { Requirement } from '../../gateway/access/requirement.ts';
import { requirementText } from '../../gateway/access/requirement-text.ts';
import type { Caller } from '../../gateway/auth/caller.ts';
import { decideAll, decideInputs, requirementAt } from './asked-table.ts';

/** One line a field, then one for each protected thing that can be given: whether the caller may, and what is asked. */
export async function roleTable(graph: GraphModel, caller: Caller): Promise<string> {
  const { table, inputRules } = graph;
  const fields = await fieldRows(graph, caller);
  const inputs = await inputRows(graph, caller);
  const width = Math.max(0, ...[...fields, ...inputs].map(({ coordinate }) => coordinate.length));
  const lineOf = ({ coordinate, isOpen, requirement }: Row): string =>
    `${isOpen ? 'allow' : 'deny '}  ${coordinate.padEnd(width)}  ${requirementText(requirement)}`;
  const asked = new Set([...table.requirements, ...inputRules.values()].flatMap(atomsOf));
  const idle = caller.scopes.filter((scope) => !asked.has(`scope:${scope}`));
  return [
    ...fields.map(lineOf),
    ...(inputs.length === 0 ? [] : ['', 'To filter, sort or group by:', ...inputs.map(lineOf)]),
    '',
    `${fields.filter(({ isOpen }) => isOpen).length} of ${fields.length} fields are allowed.`,
    ...(idle.length === 0 ? [] : [`Nothing asks for: ${idle.join(', ')}.`]),
  ].join('\n');
}

interface Row {
  readonly coordinate: string;
  readonly isOpen: boolean;
  readonly requirement: Requirement;
}

async function fieldRows(graph: GraphModel, caller: Caller): Promise<readonly Row[]> {
  const decisions = await decideAll(graph, caller);
  return graph.table.coordinates.map((coordinate) => {
    const { place, requirement } = requirementAt(graph, coordinate);
    return { coordinate, isOpen: isAllowed(decisions, place), requirement };
  });
}

async function inputRows(graph: GraphModel, caller: Caller): Promise<readonly Row[]> {
  const decisions = await decideInputs(graph, caller);
  return [...graph.inputRules].sort(byCoordinate).map(([coordinate, requirement]) => {
    return { coordinate, isOpen: decisions.get(coordinate) === true, requirement };
  });
}

function byCoordinate([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
