import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { GraphQLError, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { judgeAll } from '../../schema/access/evaluate-rule.ts';
import { seesReasons } from '../../schema/access/denial-reason.ts';
import type { DenialReason } from '../../schema/access/denial-reason.ts';
import { RowRule } from '../../schema/access/row-rule.ts';
import type { CallerVerdict } from '../../schema/access/row-rule.ts';
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
  /** Every rule that they name, each once. */
  readonly rules: readonly AccessRule[];
  /** What they ask for, each thing once, with the places of its rules instead of their names. */
  readonly asked: readonly AskedPlaces[];
  readonly placeOf: ReadonlyMap<string, number>;
}

/** Alternatives, each of rules that must all hold. */
type AskedPlaces = readonly (readonly number[])[];

interface GuardContext {
  readonly caller: Caller;
}
type GuardListener = GraphQLRequestListener<GuardContext>;

/**
 * Judges each request once by what the room's own SDL asks: every rule that any of its fields names is evaluated
 * once, and one that does not hold, fails or throws refuses the request as a whole, before anything is resolved or
 * changed. The gateway asks for nothing that it denies, so what is refused here never came by the right way. Costs
 * nothing a field. Throws for a policy without a rule, and for one about objects that the room does not judge.
 */
export function createFieldGuard(options: FieldGuardOptions): ApolloServerPlugin<GuardContext> {
  const { requirements, policies, judges, log } = options;
  for (const rule of rulesOf([...requirements.values()], policies).values()) {
    if (!(rule instanceof RowRule) || judges.includes(rule)) continue;
    throw new Error(`Policy "${rule.name}" is about objects, and the room must judge them by it.`);
  }
  const questions = new WeakMap<DocumentNode, Question>();
  const questionOf = (document: DocumentNode): Question => {
    const question = questions.get(document) ?? askFor(document, options);
    questions.set(document, question);
    return question;
  };
  // It keeps nothing of a request, so all have the same.
  const listener = Promise.resolve<GuardListener>({
    async didResolveOperation({ document, contextValue: { caller } }) {
      const question = questionOf(document);
      const judged = judgeAll(question.rules, { caller });
      // Awaited only where there is something to wait for: every request comes by here.
      const verdicts = judged instanceof Promise ? await judged : judged;
      if (question.asked.every((asked) => isMet(asked, verdicts))) return;
      const denied = deniedFields(question, verdicts);
      log.warn({ denied }, 'request refused: the caller may not read these fields');
      throw forbidden(seesReasons(caller) ? reasonOf(denied, options) : null);
    },
  });
  return { requestDidStart: () => listener };
}

/** Of fragments and operations that do not run, too: the gateway sends none. */
function askFor(
  document: DocumentNode,
  { schema, requirements, policies }: FieldGuardOptions,
): Question {
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
  const atoms = rulesOf([...asked.values()], policies);
  const placeOf = new Map(Array.from(atoms.keys(), (atom, place) => [atom, place]));
  const distinct = new Map(Array.from(asked.values(), (one) => [JSON.stringify(one), one]));
  return Object.freeze({
    fields: [...asked],
    rules: [...atoms.values()],
    asked: Array.from(distinct.values(), (one) => placesIn(one, placeOf)),
    placeOf,
  });
}

function rulesOf(
  requirements: readonly Requirement[],
  policies: NamedPolicies,
): ReadonlyMap<string, AccessRule> {
  const atoms = new Set(requirements.flat(2));
  return new Map(Array.from(atoms, (atom) => [atom, ruleFor(atom, policies)]));
}

/** A name without a place is at none: no verdict stands there, and none is no yes. */
function placesIn(requirement: Requirement, placeOf: ReadonlyMap<string, number>): AskedPlaces {
  return requirement.map((clause) => clause.map((atom) => placeOf.get(atom) ?? -1));
}

/** What hangs on the object is for the resolvers to judge: they have it. */
function isMet(asked: AskedPlaces, verdicts: readonly CallerVerdict[]): boolean {
  return asked.some((clause) =>
    clause.every((place) => verdicts[place] === 'every-row' || verdicts[place] === 'by-row'),
  );
}

function deniedFields(
  { fields, placeOf }: Question,
  verdicts: readonly CallerVerdict[],
): readonly string[] {
  return fields
    .filter(([, requirement]) => !isMet(placesIn(requirement, placeOf), verdicts))
    .map(([coordinate]) => coordinate);
}

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
