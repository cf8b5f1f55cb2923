import type { GraphModel } from '../../gateway/access/graph-model.ts';
import { atomsOf } from '../../gateway/access/requirement.ts';
import { requirementText } from '../../gateway/access/requirement-text.ts';
import { SEES_REASONS } from '../../schema/access/denial-reason.ts';
import { SCOPES_OF_RULES } from '../../schema/access/scopes-of-rules.ts';
import type { Caller } from '../../gateway/auth/caller.ts';
import { decideAll, decideInputs, maskLine, requirementAt, verdictOn } from './asked-table.ts';
import type { FieldVerdict } from './asked-table.ts';

const FOR_NO_FIELD: readonly string[] = [...SCOPES_OF_RULES, SEES_REASONS];

/** One line a field, then one for each protected thing that can be given: the decision, and what is asked. */
export async function roleTable(graph: GraphModel, caller: Caller): Promise<string> {
  const { table, inputRules } = graph;
  const fields = await fieldRows(graph, caller);
  const inputs = await inputRows(graph, caller);
  const width = Math.max(0, ...[...fields, ...inputs].map(({ coordinate }) => coordinate.length));
  const lineOf = ({ coordinate, verdict, asks }: Row): string =>
    `${verdict.padEnd(5)}  ${coordinate.padEnd(width)}  ${asks}`;
  const asked = new Set([...table.requirements, ...inputRules.values()].flatMap(atomsOf));
  const idle = caller.scopes.filter(
    (scope) => !asked.has(`scope:${scope}`) && !FOR_NO_FIELD.includes(scope),
  );
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
  readonly verdict: FieldVerdict;
  readonly asks: string;
}

function countLine(fields: readonly Row[]): string {
  const count = (verdict: FieldVerdict): number =>
    fields.filter((field) => field.verdict === verdict).length;
  const also = (number: number, how: string): string =>
    number === 0 ? '' : `, and ${number} ${how}`;
  const masked = also(count('mask'), 'shown masked');
  const byRow = also(count('rows'), 'shown of objects that pass the rules about objects (rows)');
  return `${count('allow')} of ${fields.length} fields are allowed${masked}${byRow}.`;
}

async function fieldRows(graph: GraphModel, caller: Caller): Promise<readonly Row[]> {
  const decisions = await decideAll(graph, caller);
  return graph.table.coordinates.map((coordinate) => {
    const { requirement, mask } = requirementAt(graph, coordinate);
    const asked = requirementText(requirement);
    const asks = mask === null ? asked : `${asked}; ${maskLine(mask)}`;
    return { coordinate, verdict: verdictOn(coordinate, graph, decisions), asks };
  });
}

async function inputRows(graph: GraphModel, caller: Caller): Promise<readonly Row[]> {
  const decisions = await decideInputs(graph, caller);
  return [...graph.inputRules].sort(byCoordinate).map(([coordinate, requirement]) => {
    const verdict = decisions.get(coordinate) === true ? 'allow' : 'deny';
    return { coordinate, verdict, asks: requirementText(requirement) };
  });
}

function byCoordinate([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
