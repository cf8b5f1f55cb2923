import { parse, validate } from 'graphql';
import type { DocumentNode } from 'graphql';

import { seededRandom } from '../../../support/seeded-random.ts';
import { hashOf } from '../../execute/differential/hash.ts';
import { QueryWriter } from '../../execute/differential/query-writer.ts';
import type { Holder } from './holder.ts';
import type { Truth } from './truth.ts';

/** One random request. */
export interface FuzzTrial {
  readonly number: number;
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Place among the callers; null for nobody, who has no token. */
  readonly caller: number | null;
}

export interface Range {
  readonly seed: number;
  /** Number of the first trial. */
  readonly from: number;
  readonly count: number;
  /** Callers that ask the same one after another or at once: what is kept for one must not serve the next. */
  readonly callersOfOne: number;
}

/**
 * Valid random requests. Each follows from the seed and its own number, so that it can be run again alone;
 * several callers in a row ask the same.
 */
export function* fuzzTrials(
  { schema }: Truth,
  { seed, from, count, callersOfOne }: Range,
  callers: number,
): Generator<FuzzTrial, void> {
  let random = seededRandom(seed);
  const writer = new QueryWriter(schema, () => random());
  let words: Words | null = null;
  for (let number = from; number < from + count; number += 1) {
    if (words === null || number % callersOfOne === 0) {
      random = seededRandom(hashOf(`words ${seed} ${Math.floor(number / callersOfOne)}`));
      words = writeValid(writer, schema, random);
    }
    random = seededRandom(hashOf(`caller ${seed} ${number}`));
    const caller = random() < 0.02 ? null : Math.floor(random() * callers);
    yield { number, caller, ...words };
  }
}

type Words = Pick<FuzzTrial, 'query' | 'document' | 'operationName' | 'variables'>;

/** One operation in three shares its document with another that is not run. */
function writeValid(writer: QueryWriter, schema: Truth['schema'], random: () => number): Words {
  for (;;) {
    const { query: own, variables } = writer.write('A');
    const isAccompanied = random() < 0.33;
    const other = isAccompanied ? [writer.write('B').query] : [];
    const query = (random() < 0.5 ? [own, ...other] : [...other, own]).join('\n');
    const document = parse(query, { noLocation: true });
    if (validate(schema, document).length > 0) continue;
    const operationName = isAccompanied || random() < 0.3 ? 'A' : null;
    return { query, document, operationName, variables };
  }
}

/** Callers of every kind: each role, and random shares of what the graph asks for. */
export function fuzzCallers(
  { rights }: Truth,
  roleScopes: ReadonlyMap<string, readonly string[]>,
  seed: number,
): readonly Holder[] {
  const random = seededRandom(hashOf(`callers ${seed}`));
  const scopes = rights
    .atoms()
    .flatMap((atom) => (atom.startsWith('scope ') ? [atom.slice(6)] : []));
  const some = <Item>(items: readonly Item[], share: number): readonly Item[] =>
    items.filter(() => random() < share);
  const oneOf = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const by = (roles: readonly string[], own: readonly string[]): Holder => {
    const division = oneOf([null, null, 'banking', 'insurance', 'lending']);
    // The role of one division grants nothing without it.
    const granted = roles
      .map((role) => roleScopes.get(role) ?? [])
      .filter((scopes) => division !== null || !scopes.includes('division:own'));
    const everywhere = roles.length === 0 && random() < 0.4 ? ['division:every'] : [];
    const ofTeams = roles.length === 0 && random() < 0.3 ? ['team:own'] : [];
    const held = new Set([...granted.flat(), ...own, ...everywhere, ...ofTeams]);
    // Whoever has a role of teams is in some; others hold the scope without one, too.
    const isInOne = roles.length > 0 && held.has('team:own');
    const teams = oneOf([isInOne ? ['loans'] : [], ['claims'], ['cards', 'claims']]);
    const purpose = oneOf([null, 'service', 'legal', 'marketing', 'research']);
    return { roles, scopes: [...held].sort(), division, teams, purpose };
  };
  return [
    ...Array.from(roleScopes.keys(), (role) => by([role], [])),
    by([], scopes),
    by([], []),
    ...Array.from({ length: 15 }, () => by([], some(scopes, 0.3 + random() * 0.7))),
  ];
}
