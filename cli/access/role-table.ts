import type { Decision } from '../../gateway/access/decision.ts';
import type { GraphModel } from '../../gateway/access/graph-model.ts';
import { atomsOf } from '../../gateway/access/requirement.ts';
import { requirementText } from '../../gateway/access/requirement-text.ts';
import type { Caller } from '../../gateway/auth/caller.ts';
import { decideAll, decideInputs, maskLine, requirementAt } from './asked-table.ts';

/** One line a field, then one for each protected thing that can be given: the decision, and what is asked. */
export async function roleTable(graph: GraphModel, caller: Caller): Promise<string> {
  const { table, inputRules } = graph;
  const fields = await fieldRows(graph, caller);
  const inputs = await inputRows(graph, caller);
  const width = Math.max(0, ...[...fields, ...inputs].map(({ coordinate }) => coordinate.length));
  const lineOf = ({ coordinate, decision, asks }: Row): string =>
    `${decision.padEnd(5)}  ${coordinate.padEnd(width)}  ${asks}`;
  const asked = new Set([...table.requirements, ...inputRules.values()].flatMap(atomsOf));
  const idle = caller.scopes.filter((scope) => !asked.has(`scope:${scope}`));
  return [
    ...fields.map(lineOf),
    ...(inputs.length === 0 ? [] : ['', 'To filter, sort or group by:', ...inputs.map(lineOf)]),
    '',
    countLine(fields),
    ...(idle.length === 0 ? [] : [`Nothing asks for: ${idle.join(', ')}.`]),
  ].join('\n');
}

interface Row {
  readonly coordinate: string;
  readonly decision: Decision;
  readonly asks: string;
}

function countLine(fields: readonly Row[]): string {
  const count = (decision: Decision): number =>
    fields.filter((field) => field.decision === decision).length;
  const masked = count('mask');
  const also = masked === 0 ? '' : `, and ${masked} shown masked`;
  return `${count('allow')} of ${fields.length} fields are allowed${also}.`;
}

async function fieldRows(graph: GraphModel, caller: Caller): Promise<readonly Row[]> {
  const { byRequirement } = await decideAll(graph, caller);
  return graph.table.coordinates.map((coordinate) => {
    const { place, requirement, mask } = requirementAt(graph, coordinate);
    const asked = requirementText(requirement);
    const asks = mask === null ? asked : `${asked}; ${maskLine(mask)}`;
    return { coordinate, decision: byRequirement[place] ?? 'deny', asks };
  });
}

async function inputRows(graph: GraphModel, caller: Caller): Promise<readonly Row[]> {
  const decisions = await decideInputs(graph, caller);
  return [...graph.inputRules].sort(byCoordinate).map(([coordinate, requirement]) => {
    const decision = decisions.get(coordinate) === true ? 'allow' : 'deny';
    return { coordinate, decision, asks: requirementText(requirement) };
  });
}

function byCoordinate([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
