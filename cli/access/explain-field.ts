import { isInterfaceType } from 'graphql';
import type { GraphModel } from '../../gateway/access/graph-model.ts';
import type { TableMask } from '../../gateway/access/policy-table.ts';
import { atomsOf } from '../../gateway/access/requirement.ts';
import type { Atom, Requirement } from '../../gateway/access/requirement.ts';
import { requirementText } from '../../gateway/access/requirement-text.ts';
import { RowRule } from '../../schema/access/row-rule.ts';
import { namedPolicies, ruleFor } from '../../schema/access/rules.ts';
import type { Caller } from '../../gateway/auth/caller.ts';
import type { RoleScopes } from '../../gateway/auth/role-scopes.ts';
import { nearestWord } from '../../gateway/nearest-word.ts';
import type { RoomGraph } from '../../schema/room-graph.ts';
import { decideAll, decideInputs, maskLine, requirementAt, verdictOn } from './asked-table.ts';
import type { FieldVerdict } from './asked-table.ts';
import { accessPlaces, servedBy, statedPlaces } from './stated-places.ts';
import type { StatedPlace } from './stated-places.ts';

export interface Explaining {
  readonly graph: GraphModel;
  readonly rooms: RoomGraph;
  readonly roleScopes: RoleScopes;
  /** What roles may open for themselves in an emergency. */
  readonly emergencyScopes: RoleScopes;
  /** Null when nobody in particular asks. */
  readonly caller: Caller | null;
}

/**
 * Which rules decide on a field, or on giving an argument, an input field or an enum value, which directives of which rooms say so and who serves it. Throws for a
 * coordinate that the graph does not have.
 */
export async function explainField(coordinate: string, from: Explaining): Promise<string> {
  const blocks = judged(coordinate, from.graph).map((one) => explainOne(one, from));
  return (await Promise.all(blocks)).join('\n\n');
}

/** The field itself; for that of an interface, the fields of the objects behind it, which decide. */
function judged(coordinate: string, { schema, table, inputRules }: GraphModel): readonly string[] {
  if (table.coordinates.includes(coordinate) || inputRules.has(coordinate)) return [coordinate];
  const [name = '', field = ''] = coordinate.split('.');
  const type = schema.getType(name);
  if (isInterfaceType(type) && type.getFields()[field] !== undefined) {
    return schema.getPossibleTypes(type).map((one) => `${one.name}.${field}`);
  }
  const nearest = nearestWord(coordinate, [...table.coordinates, ...inputRules.keys()]);
  const hint = nearest === null ? '' : ` Did you mean "${nearest}"?`;
  throw new Error(`--explain must be a field of the graph, but got: "${coordinate}".${hint}`);
}

function explainOne(coordinate: string, from: Explaining): Promise<string> {
  const asked = from.graph.inputRules.get(coordinate);
  return asked === undefined
    ? explainRead(coordinate, from)
    : explainGiven(coordinate, asked, from);
}

/** An argument, an input field or an enum value that `@access` is on. */
async function explainGiven(
  coordinate: string,
  asked: Requirement,
  from: Explaining,
): Promise<string> {
  const { graph, rooms, caller } = from;
  const isOpen = (await decideInputs(graph, caller)).get(coordinate) === true;
  const stated = accessPlaces(rooms, coordinate);
  return [
    coordinate,
    ...(caller === null ? [] : [decisionLine(isOpen ? 'allow' : 'deny')]),
    ...askedLines(asked, from),
    ...stated.map(placeLine),
  ].join('\n');
}

async function explainRead(coordinate: string, from: Explaining): Promise<string> {
  const { graph, rooms, caller } = from;
  const [type = '', field = ''] = coordinate.split('.');
  const { requirement, mask } = requirementAt(graph, coordinate);
  const verdict = verdictOn(coordinate, graph, await decideAll(graph, caller));
  return [
    coordinate,
    ...(caller === null ? [] : [decisionLine(verdict)]),
    ...askedLines(requirement, from),
    ...(mask === null ? [] : maskLines(mask, from)),
    ...statedPlaces(rooms, type, field).map(placeLine),
    `  served by  ${servedBy(rooms, type, field).join(', ')}`,
  ].join('\n');
}

const VERDICTS: Readonly<Record<FieldVerdict, string>> = Object.freeze({
  allow: 'allow',
  mask: 'mask',
  rows: 'allow, for objects that pass the rules about objects',
  deny: 'deny',
});

function decisionLine(verdict: FieldVerdict): string {
  return `  decision   ${VERDICTS[verdict]}`;
}

function askedLines(requirement: Requirement, from: Holders): readonly string[] {
  return [
    `  asks for   ${requirementText(requirement)}`,
    ...atomsOf(requirement).map((atom) => `  rule       ${ruleLine(atom, from)}`),
  ];
}

function maskLines(mask: TableMask, from: Holders): readonly string[] {
  return [
    `  mask       ${maskLine(mask)}`,
    ...atomsOf(mask.seenBy).map((atom) => `  sees it    ${ruleLine(atom, from)}`),
  ];
}

function placeLine({ directive, on, room, at }: StatedPlace): string {
  return `  said by    ${directive} on ${on}, room ${room}, ${at}`;
}

/** What it looks at, so that a reader knows what beside the field is fetched. */
function rowRuleLine({ name, needs }: RowRule): string {
  const looks = Object.entries(needs).map(([type, selection]) => `${type} { ${selection} }`);
  return `${name}, judges each object by ${looks.join(', ')}`;
}

function rolesWith(roleScopes: RoleScopes, scope: string): string {
  const holders = [...roleScopes].filter(([, scopes]) => scopes.includes(scope));
  return holders.map(([role]) => role).join(', ');
}

type Holders = Pick<Explaining, 'roleScopes' | 'emergencyScopes'>;

function ruleLine(atom: Atom, { roleScopes, emergencyScopes }: Holders): string {
  const found = ruleFor(atom, namedPolicies);
  if (found instanceof RowRule) return rowRuleLine(found);
  const rule = 'name' in found ? found.name : atom;
  if (!atom.startsWith('scope:')) return rule;
  const scope = atom.slice('scope:'.length);
  const roles = rolesWith(roleScopes, scope);
  const inEmergency = rolesWith(emergencyScopes, scope);
  const held = `${rule}, held by ${roles === '' ? 'no role' : roles}`;
  return inEmergency === '' ? held : `${held}; in an emergency by ${inEmergency}`;
}
