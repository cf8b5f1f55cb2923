import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import type { DocumentNode, ExecutionResult } from 'graphql';

import { AccessOracle, differences, leakedMarkers } from './access-oracle.ts';
import { composePeople, rights as allRights, writes } from './people-graph.ts';
import { startPeopleGateway } from './people-gateway.ts';
import type { PeopleGateway } from './people-gateway.ts';
import { OperationWriter, seededRandom } from './random-operation.ts';

// More runs by hand: ACCESS_RUNS=20000 ACCESS_SEED=7
const RUNS = Number(process.env['ACCESS_RUNS'] ?? 400);
const SEED = Number(process.env['ACCESS_SEED'] ?? 1);

interface Case {
  readonly query: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, boolean>>;
  readonly rights: readonly string[];
}

/** Valid random operations, each with a random caller. */
function* cases(oracle: AccessOracle, count: number, seed: number): Generator<Case, void> {
  const random = seededRandom(seed);
  const writer = new OperationWriter(oracle.schema, random);
  for (let made = 0; made < count;) {
    const { query, variables } = writer.write();
    const document = parse(query);
    if (validate(oracle.schema, document).length > 0) continue;
    made += 1;
    const share = random();
    const rights = allRights.filter(() => random() < share);
    // Every other right comes with being signed in.
    yield {
      query,
      document,
      variables,
      rights: rights.length === 0 ? [] : [...new Set([...rights, 'signedIn'])],
    };
  }
}

describe('random operations by random callers', () => {
  const { api } = composePeople();
  const oracle = new AccessOracle(api);
  let gateway: PeopleGateway;
  beforeAll(async () => {
    gateway = await startPeopleGateway('process');
  });
  afterAll(() => gateway.stop());

  const judge = async (one: Case): Promise<readonly string[]> => {
    const { document, variables, rights } = one;
    writes.length = 0;
    const actual = await gateway.ask({ query: document, variables }, rights);
    const asked = [...gateway.asked];
    const written = [...writes];
    const faults = [
      ...leakedMarkers(JSON.stringify(actual), rights).map((marker) => `leak of ${marker}`),
      ...oracle.fetchedThoughDenied(asked, rights).map((field) => `${field} was fetched`),
    ];
    const forbidden = forbiddenAt(actual);
    if (isMutation(document) && forbidden.length > 0) {
      if (written.length > 0 || asked.length > 0 || actual.data !== null) faults.push('half done');
      return faults;
    }
    const { result, denied } = await oracle.expected(document, variables, rights);
    faults.push(...differences(result.data, actual.data));
    faults.push(
      ...denied.filter((at) => !forbidden.includes(at)).map((at) => `no error for ${at}`),
      ...otherErrors(actual),
    );
    return faults;
  };

  test(`${RUNS} runs leak nothing, fetch nothing denied and lose nothing allowed`, async () => {
    const failures: string[] = [];
    let denials = 0;
    for (const one of cases(oracle, RUNS, SEED)) {
      const faults = await judge(one);
      denials += gateway.asked.length === 0 ? 1 : 0;
      if (faults.length > 0) {
        const { query, rights, variables } = one;
        failures.push([...faults, rights.join(), JSON.stringify(variables), query].join('\n'));
      }
      if (failures.length >= 5) break;
    }
    expect(failures).toEqual([]);
    expect(denials).toBeGreaterThan(0);
  });
});

function isMutation(document: DocumentNode): boolean {
  return document.definitions.some((one) => 'operation' in one && one.operation === 'mutation');
}

function forbiddenAt(result: ExecutionResult): readonly string[] {
  return (result.errors ?? [])
    .filter(({ extensions }) => extensions['code'] === 'FIELD_FORBIDDEN')
    .map(({ extensions }) => String(extensions['at']));
}

function otherErrors(result: ExecutionResult): readonly string[] {
  return (result.errors ?? [])
    .filter(({ extensions }) => extensions['code'] !== 'FIELD_FORBIDDEN')
    .map(({ message }) => `other error: ${message}`);
}
