import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OperationTypeNode, parse, validate } from 'graphql';
import type { DocumentNode, ExecutionResult } from 'graphql';

import { createAccessControl } from '../../../gateway/access/access-control.ts';
import { stripSecurity } from '../../../gateway/access/strip-security.ts';
import { responseText } from '../../../gateway/execute/native/written-data.ts';
import { runnable, shaped } from './as-reference.ts';
import type { RunningAccess } from './as-reference.ts';
import { AccessOracle, differences, leakedMarkers } from './access-oracle.ts';
import { composePeople, writes } from './people-graph.ts';
import { rights as allRights } from './people-rights.ts';
import { callerWith, requestContext, startPeopleGateway } from './people-gateway.ts';
import type { PeopleGateway } from './people-gateway.ts';
import { OperationWriter, seededRandom } from './random-operation.ts';

// More runs by hand: ACCESS_RUNS=20000 ACCESS_SEED=7
const RUNS = Number(process.env['ACCESS_RUNS'] ?? 300);
// On a busy machine a run takes a tenth of a second.
const PATIENCE_MS = 60_000 + RUNS * 500;
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
  const { api, supergraph } = composePeople();
  const oracle = new AccessOracle(api);

  /** Runs cases until a few fail. Each failure says what, who and which operation. */
  const failuresOf = async (
    runs: number,
    judge: (one: Case) => Promise<readonly string[]>,
  ): Promise<readonly string[]> => {
    const failures: string[] = [];
    for (const one of cases(oracle, runs, SEED)) {
      const faults = await judge(one);
      const { query, rights, variables } = one;
      const who = `${rights.join()} ${JSON.stringify(variables)}`;
      if (faults.length > 0) failures.push([...faults, who, query].join('\n'));
      if (failures.length >= 5) break;
    }
    return failures;
  };

  test(
    `${RUNS} runs over an engine without faults: nothing leaks, nothing allowed is lost`,
    async () => {
      const access = createAccessControl({ supergraph });
      const resultOf = async (prepared: RunningAccess): Promise<ExecutionResult> => {
        const { document } = runnable(prepared);
        return (await oracle.expected(document, prepared.variables, allRights)).result;
      };
      const seen = { answered: 0, filtered: 0, untouched: 0 };
      const judge = async ({ document, variables, rights }: Case): Promise<readonly string[]> => {
        const caller = callerWith(rights);
        const prepared = await access.prepare({ document, variables, caller });
        if (prepared.kind === 'answer') seen.answered += 1;
        else seen[prepared.presentation.filtered.asItCame === null ? 'filtered' : 'untouched'] += 1;
        const actual =
          prepared.kind === 'answer' ? prepared.result : shaped(prepared, await resultOf(prepared));
        const forbidden = forbiddenAt(actual);
        const leaks = leakedMarkers(JSON.stringify(actual), rights).map((one) => `leak of ${one}`);
        if (isMutation(document) && forbidden.length > 0) {
          return actual.data === null && prepared.kind === 'answer' ? leaks : ['half done'];
        }
        const { result, denied } = await oracle.expected(document, variables, rights);
        const unsaid = denied.filter((at) => !forbidden.includes(at));
        return [
          ...leaks,
          ...differences(result.data, actual.data),
          ...unsaid.map((at) => `no error for ${at}`),
          ...otherErrors(actual),
        ];
      };
      expect(await failuresOf(RUNS, judge)).toEqual([]);
      expect(Math.min(...Object.values(seen))).toBeGreaterThan(RUNS / 50);
    },
    PATIENCE_MS,
  );

  describe.each(['native', 'reference'] as const)('over the %s engine', (engine) => {
    const runs = Math.ceil(RUNS / 10);
    let gateway: PeopleGateway;
    beforeAll(async () => {
      gateway = await startPeopleGateway('process', engine);
    });
    afterAll(() => gateway.stop());

    test(
      `${runs} runs leak nothing, and no subgraph is asked for what is denied`,
      async () => {
        const judge = async ({ document, variables, rights }: Case): Promise<readonly string[]> => {
          writes.length = 0;
          const actual = await gateway.ask({ query: document, variables }, rights);
          const isRefused = isMutation(document) && forbiddenAt(actual).length > 0;
          return [
            ...leakedMarkers(JSON.stringify(actual), rights).map((one) => `leak of ${one}`),
            ...oracle.fetchedThoughDenied(gateway.asked, rights).map((one) => `${one} was fetched`),
            ...(isRefused && writes.length > 0 ? ['half done'] : []),
          ];
        };
        expect(await failuresOf(runs, judge)).toEqual([]);
      },
      PATIENCE_MS,
    );

    test(
      'the same judge finds leaks and fetches where nothing is filtered',
      async () => {
        let leaks = 0;
        let fetches = 0;
        const open = createAccessControl({ supergraph: stripSecurity(supergraph) });
        for (const { document, variables } of cases(oracle, 100, SEED)) {
          gateway.asked.length = 0;
          const prepared = await open.prepare({ document, variables, caller: null });
          // Nothing is refused here, but a document may leave everything out.
          if (prepared.kind === 'answer') continue;
          const asking = { ...prepared, document, operationName: null };
          const result = await gateway.engine.execute({ ...asking, context: requestContext(null) });
          leaks += leakedMarkers(responseText(result), []).length > 0 ? 1 : 0;
          fetches += oracle.fetchedThoughDenied(gateway.asked, []).length > 0 ? 1 : 0;
        }
        expect(leaks).toBeGreaterThan(20);
        expect(fetches).toBeGreaterThan(20);
      },
      PATIENCE_MS,
    );
  });
});

function isMutation(document: DocumentNode): boolean {
  return document.definitions.some(
    (one) => 'operation' in one && one.operation === OperationTypeNode.MUTATION,
  );
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
