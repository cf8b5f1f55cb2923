import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { judgeAll } from '../../schema/access/evaluate-rule.ts';
import { seesReasons } from '../../schema/access/denial-reason.ts';
import type { DenialReason } from '../../schema/access/denial-reason.ts';
import { RowRule } from '../../schema/access/row-rule.ts';
import { ruleFor, type AccessRule, type NamedPolicies } from '../../schema/access/rules.ts';
import type { Requirement } from '../../schema/lint/requirement.ts';
import type { Caller } from './caller.ts';
import type { RoomOwners } from './room-owners.ts';
import type { RoomRequirements } from './room-requirements.ts';

export interface FieldGuardOptions {
  readonly schema: GraphQLSchema;
  readonly requirements: RoomRequirements;
  readonly owners: RoomOwners;
  /** The rules that `@policy` can name: the same objects as at the gateway. */
  readonly policies: NamedPolicies;
  /** Rules about objects that the room's resolvers apply. */
  readonly judges: readonly RowRule[];
  readonly log: Logger;
}

/** What one document asks of its caller, found out once for all who send it. */
interface Question {
  readonly fields: readonly (readonly [coordinate: string, requirement: Requirement])[];
  /** What they ask for, each thing once. */
  readonly requirements: readonly Requirement[];
  readonly rules: ReadonlyMap<string, AccessRule>;
}

/**
 * Judges each request once by what the room's own SDL asks: every rule that any of its fields names is evaluated
 * once, and one that does not hold, fails or throws refuses the request as a whole, before anything is resolved or
 * changed. The gateway asks for nothing that it denies, so what is refused here never came by the right way. Costs
 * nothing a field. Throws for a policy without a rule, and for one about objects that the room does not judge.
 */
export function createFieldGuard(
  options: FieldGuardOptions,
): ApolloServerPlugin<{ readonly caller: Caller }> {
  const { requirements, policies, judges, log } = options;
  for (const rule of rulesOf([...requirements.values()], policies).values()) {
    if (!(rule instanceof RowRule) || judges.includes(rule)) continue;
    throw new Error(`Policy "${rule.name}" is about objects, and the room must judge them by it.`);
  }
  const questions = new WeakMap<DocumentNode, Question>();
  return {
    requestDidStart: () =>
      Promise.resolve({
        async didResolveOperation({ document, contextValue: { caller } }) {
          let question = questions.get(document);
          if (question === undefined) {
            question = askFor(document, options);
            questions.set(document, question);
          }
          const denied = await deniedFields(question, caller);
          if (denied.length === 0) return;
          log.warn({ denied }, 'request refused: the caller may not read these fields');
          throw forbidden(seesReasons(caller) ? reasonOf(denied, options) : null);
        },
      }),
  };
}

/** Of fragments and operations that do not run, too: the gateway sends none. */
function askFor(document: DocumentNode, { schema, requirements, policies }: FieldGuardOptions) {
  const asked = new Map<string, Requirement>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field({ name }) {
        const coordinate = `${typeInfo.getParentType()?.name ?? ''}.${name.value}`;
        const requirement = requirements.get(coordinate);
        if (requirement !== undefined) asked.set(coordinate, requirement);
      },
    }),
  );
  const distinct = new Map(Array.from(asked.values(), (one) => [JSON.stringify(one), one]));
  const once = [...distinct.values()];
  return Object.freeze({ fields: [...asked], requirements: once, rules: rulesOf(once, policies) });
}

function rulesOf(
  requirements: readonly Requirement[],
  policies: NamedPolicies,
): ReadonlyMap<string, AccessRule> {
  const atoms = new Set(requirements.flat(2));
  return new Map(Array.from(atoms, (atom) => [atom, ruleFor(atom, policies)]));
}

async function deniedFields(
  { fields, requirements, rules }: Question,
  caller: Caller,
): Promise<readonly string[]> {
  const answers = await judgeAll([...rules.values()], { caller });
  // What hangs on the object is for the resolvers to judge: they have it.
  const held = new Set([...rules.keys()].filter((_, index) => answers[index] !== 'no-row'));
  const isUnmet = (requirement: Requirement): boolean =>
    !requirement.some((clause) => clause.every((one) => held.has(one)));
  if (!requirements.some(isUnmet)) return NONE;
  return fields.filter(([, asked]) => isUnmet(asked)).map(([coordinate]) => coordinate);
}

const NONE: readonly string[] = Object.freeze([]);

/** For the first of the fields: one is enough to refuse all. */
function reasonOf(
  [first = '']: readonly string[],
  { requirements, owners }: FieldGuardOptions,
): DenialReason {
  const clauses = requirements.get(first) ?? [];
  const rule = clauses.map((atoms) => atoms.join(' and ')).join(' or ');
  return { rule, owner: owners.get(first) ?? null };
}

/** Without a reason it names neither rule nor field: whoever reads it is not to learn what there is. */
function forbidden(reason: DenialReason | null): GraphQLError {
  const extensions = { code: 'FORBIDDEN', ...reason, http: { status: 400 } };
  return new GraphQLError('This caller may not ask this.', { extensions });
}
