import { isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { RowRule } from '../../schema/access/row-rule.ts';
import { policyRule } from '../../schema/access/rules.ts';
import type { NamedPolicies } from '../../schema/access/rules.ts';
import { faultAt } from './fault-place.ts';
import type { PolicyTable } from './policy-table.ts';
import { allOf, atomsOf, implies, NOTHING_REQUIRED } from './requirement.ts';
import type { Atom, Requirement } from './requirement.ts';
import { readRowNeeds } from './row-needs.ts';
import type { RowNeed } from './row-needs.ts';
import { STATES_NOTHING } from './stated-types.ts';
import type { StatedTypes } from './stated-types.ts';

/** What is asked of the objects of one type, at the type or at one of its fields. */
export interface RowCheck {
  readonly type: string;
  readonly requirement: Requirement;
  readonly rules: ReadonlyMap<Atom, RowRule>;
  readonly needs: readonly RowNeed[];
  /** Places in the policy table of all that is read for it: whoever may not read it passes no check. */
  readonly reads: readonly number[];
}

/** Where objects are judged, and not only callers. Place 0 is no check. */
export interface RowChecks {
  readonly list: readonly (RowCheck | null)[];
  /** The check on an object of the type as a whole. */
  ofObject(type: string): number;
  /** The check on one of its fields, beside that of the object. */
  ofField(type: string, field: string): number;
}

interface Reading {
  readonly schema: GraphQLSchema;
  readonly table: PolicyTable;
  readonly policies: NamedPolicies;
  readonly faults: string[];
}

/** Finds the rules about rows among what is stated. A rule that could not be judged where it stands is a fault. */
export function readRowChecks(stated: StatedTypes, reading: Reading): RowChecks {
  const list: (RowCheck | null)[] = [null];
  const places = new Map<string, number>();
  const add = (at: string, type: GraphQLObjectType, requirement: Requirement): void => {
    const rules = rowRules(requirement, reading.policies);
    if (rules.size === 0) return;
    const check = readCheck(type, { requirement, rules }, reading);
    if (check !== null) places.set(at, list.push(check) - 1);
  };
  for (const [name, { own, fields }] of stated) {
    const type = reading.schema.getType(name);
    if (isObjectType(type)) {
      add(name, type, own);
      for (const [field, requirement] of fields) add(`${name}.${field}`, type, requirement);
    } else {
      reading.faults.push(...misplaced(name, stated, reading));
    }
  }
  return Object.freeze({
    list: Object.freeze(list),
    ofObject: (type: string) => places.get(type) ?? 0,
    ofField: (type: string, field: string) => places.get(`${type}.${field}`) ?? 0,
  });
}

function rowRules(requirement: Requirement, policies: NamedPolicies): ReadonlyMap<Atom, RowRule> {
  const found = new Map<Atom, RowRule>();
  for (const atom of atomsOf(requirement)) {
    if (!atom.startsWith('policy:')) continue;
    const rule = policyRule(atom.slice('policy:'.length), policies);
    if (rule instanceof RowRule) found.set(atom, rule);
  }
  return found;
}

function readCheck(
  type: GraphQLObjectType,
  asked: Pick<RowCheck, 'requirement' | 'rules'>,
  { table, faults }: Reading,
): RowCheck | null {
  const needs = new Map<string, RowNeed>();
  const reads = new Set<number>();
  for (const { name, needs: byType } of asked.rules.values()) {
    try {
      const selection = Object.hasOwn(byType, type.name) ? byType[type.name] : undefined;
      if (selection === undefined) throw new Error('it does not say what to look at');
      const read = readRowNeeds(type, selection);
      for (const need of read.needs) needs.set(`${need.field} ${selection}`, need);
      for (const [owner, field] of read.reads) reads.add(table.requirementOf(owner, field));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      faults.push(faultAt(type.astNode, `Policy "${name}" cannot judge a "${type.name}": ${why}.`));
      return null;
    }
  }
  return Object.freeze({
    type: type.name,
    ...asked,
    needs: [...needs.values()],
    reads: [...reads].filter((place) => place !== 0),
  });
}

/**
 * A rule about rows needs an object to look at, which scalars, enums and unions are not. On an interface there may be
 * what composition copied from the types behind it, which judge for themselves; more than that is nowhere judged.
 */
function misplaced(
  name: string,
  stated: StatedTypes,
  { schema, policies }: Reading,
): readonly string[] {
  const { own, fields } = stated.get(name) ?? STATES_NOTHING;
  const type = schema.getType(name);
  const behind = isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
  const ownBehind = allOf(...behind.map((one) => (stated.get(one.name) ?? STATES_NOTHING).own));
  const asked: [string, Requirement, Requirement][] = [[name, own, ownBehind]];
  for (const [field, requirement] of fields) {
    const there = behind.map(
      (one) => (stated.get(one.name) ?? STATES_NOTHING).fields.get(field) ?? NOTHING_REQUIRED,
    );
    asked.push([`${name}.${field}`, requirement, allOf(ownBehind, ...there)]);
  }
  return asked
    .filter(([, requirement]) => rowRules(requirement, policies).size > 0)
    .filter(([, requirement, judged]) => !implies(judged, requirement))
    .map(([at]) =>
      faultAt(
        type?.astNode,
        `"${at}" names a policy about objects, which must stand on an object type or a field of one.`,
      ),
    );
}
