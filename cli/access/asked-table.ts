import { Source, parse } from 'graphql';
import { readFileSync } from 'node:fs';
import { AccessFaults } from '../../gateway/access/access-control.ts';
import { checkPolicies } from '../../gateway/access/check-policies.ts';
import { askFor, decide, isLookedAt, isMasked, mayAsk } from '../../gateway/access/decision.ts';
import type { Decision, Decisions } from '../../gateway/access/decision.ts';
import { readGraph } from '../../gateway/access/graph-model.ts';
import type { GraphModel } from '../../gateway/access/graph-model.ts';
import { heldAtoms } from '../../gateway/access/held-atoms.ts';
import { isMet } from '../../gateway/access/requirement.ts';
import type { Requirement } from '../../gateway/access/requirement.ts';
import { requirementText } from '../../gateway/access/requirement-text.ts';
import type { TableMask } from '../../gateway/access/policy-table.ts';
import { maskText } from '../../schema/masks/mask.ts';
import { namedPolicies } from '../../schema/access/rules.ts';
import type { Caller } from '../../gateway/auth/caller.ts';

/** The graph of a supergraph file as the gateway would start with it. Throws `AccessFaults` where it would not. */
export function readGraphFile(file: string): GraphModel {
  const faults: string[] = [];
  const document = parse(new Source(readFileSync(file, 'utf8'), file));
  const graph = readGraph(document, faults);
  faults.push(...checkPolicies(document, namedPolicies));
  if (faults.length > 0) throw new AccessFaults(faults);
  return graph;
}

/** What the gateway would decide on every field of the graph. */
export function decideAll(graph: GraphModel, caller: Caller | null): Promise<Decisions> {
  const requirements = new Set(graph.table.requirements.keys());
  const checks = new Set(graph.rows.list.keys());
  return decide(askFor({ requirements, checks }, graph, namedPolicies), graph, { caller });
}

/**
 * What a caller may do with a field: read it of every object, masked or not, of some objects that are judged each by
 * itself, or of none.
 */
export type FieldVerdict = Decision | 'rows';

/** What the gateway decides on a field by its coordinate, which must be one of the table's. */
export function verdictOn(
  coordinate: string,
  { table, rows }: GraphModel,
  decisions: Decisions,
): FieldVerdict {
  const [type = '', field = ''] = coordinate.split('.');
  const asked = {
    requirement: table.requirementOf(type, field),
    check: rows.ofField(type, field),
  };
  const object = { check: rows.ofObject(type) };
  if (!mayAsk(decisions, asked, object)) return 'deny';
  if (isMasked(decisions, asked.requirement)) return 'mask';
  const isLooked = [asked, object].some(({ check }) => isLookedAt(decisions, check));
  return isLooked ? 'rows' : 'allow';
}

/** What the gateway would decide on everything that can be given, by its coordinate. */
export async function decideInputs(
  { inputRules }: GraphModel,
  caller: Caller | null,
): Promise<ReadonlyMap<string, boolean>> {
  const held = await heldAtoms([...inputRules.values()], namedPolicies, { caller });
  const isHeld = (requirement: Requirement): boolean => isMet(requirement, (one) => held.has(one));
  return new Map([...inputRules].map(([coordinate, one]) => [coordinate, isHeld(one)]));
}

/** What is asked for a field by its coordinate, which must be one of the table's, and its mask. */
export function requirementAt(
  { table }: GraphModel,
  coordinate: string,
): {
  readonly requirement: Requirement;
  readonly mask: TableMask | null;
} {
  const [type = '', field = ''] = coordinate.split('.');
  const place = table.requirementOf(type, field);
  const requirement = table.requirements[place] ?? [];
  return { requirement, mask: table.masks[place] ?? null };
}

/** E.g. `masked to year without scope:pii:birthdate`. */
export function maskLine({ mask, seenBy }: TableMask): string {
  return `masked to ${maskText(mask)} without ${requirementText(seenBy)}`;
}
