import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import type { Turn } from '../measure/take-turns.ts';
import { withStandards } from '../../schema/with-standards.ts';
import { callerWith, openGateway } from './open-gateway.ts';
import type { Caller } from '../../gateway/auth/caller.ts';

const FIELDS = Array.from({ length: 10 }, (_, index) => `f${index}`);
const DOCUMENT = parse(`{ customers { ${FIELDS.join(' ')} } }`);

interface Rules {
  /** On the type. */
  readonly object?: string;
  /** On each field. */
  readonly each?: string;
  /** On the first field. */
  readonly first?: string;
}

function supergraphWith({ object = '', each = '', first = '' }: Rules): string {
  const fields = FIELDS.map((name, at) => `${name}: String ${each} ${at === 0 ? first : ''}`);
  const sdl = `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@policy", "@requiresScopes", "@composeDirective"])
    type Query { customers: [Customer] }
    type Customer ${object} { ${fields.join(' ')} sourceRecords: [SourceRecord!] }
    type SourceRecord { division: ID }`;
  const typeDefs = withStandards(parse(sdl));
  const service = { name: 'customers', url: 'http://127.0.0.1/', typeDefs };
  const { supergraphSdl, errors } = composeServices([service]);
  if (supergraphSdl !== undefined) return supergraphSdl;
  throw new Error(`The graph of the bench does not compose: ${errors.join()}`);
}

/** As a subgraph would answer: one customer in two is the bank's. */
function answer(_subgraph: string, body: string): Promise<string> {
  const asksForRecords = body.includes('sourceRecords');
  const customers = Array.from({ length: 1_000 }, (_, index) => ({
    ...Object.fromEntries(FIELDS.map((name) => [name, `${name} of customer ${index}`])),
    ...(asksForRecords
      ? { __ac_n_sourceRecords: [{ division: index % 2 === 0 ? 'banking' : 'lending' }] }
      : {}),
  }));
  return Promise.resolve(JSON.stringify({ data: { customers } }));
}

async function turnOf(name: string, rules: Rules, caller: Caller): Promise<Turn> {
  const ask = await openGateway({ supergraph: supergraphWith(rules), answer });
  return { name, run: () => ask({ document: DOCUMENT, caller }) };
}

/** Workload c: a list of 1,000 objects with 10 fields, without rules and with each kind of them. */
export function wideListTurns(): Promise<readonly Turn[]> {
  const scoped = { each: '@requiresScopes(scopes: [["read"]])' };
  const own = { object: '@policy(policies: [["servesThisCustomer"]])' };
  const mask = { first: '@mask(scopes: [["see"]], as: INITIALS)' };
  const reader = callerWith(['read', 'see']);
  return Promise.all([
    turnOf('no rule', {}, reader),
    turnOf('the same again', {}, reader),
    turnOf('every field asks for a scope, nothing denied', scoped, reader),
    turnOf('a row rule, a caller who may read every object', own, reader),
    turnOf('a row rule, each object judged, half withheld', own, callerWith([], 'banking')),
    turnOf('a masked field, seen as it is', mask, reader),
    turnOf('a masked field, shown masked', mask, callerWith([])),
  ]);
}
