/**
 * What rules about objects cost the gateway: a list of 1,000 customers with 10 fields, over an answer that is ready.
 *
 *   node --import tsx/esm bench/row-rules.ts [rounds]
 *
 * Prints processor time a request as ratios to the same graph without any rule, of the same rounds.
 */
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import pino from 'pino';
import { createAccessControl } from '../gateway/access/access-control.ts';
import { stripSecurity } from '../gateway/access/strip-security.ts';
import type { Caller } from '../gateway/auth/caller.ts';
import { newRequestRecord } from '../gateway/context.ts';
import { Deadline } from '../gateway/deadline.ts';
import { loadNativeEngine } from '../gateway/execute/native/native-engine.ts';
import { median, medianRatio } from './load/statistics.ts';
import { markdownTable } from './report/markdown-table.ts';

const FIELDS = Array.from({ length: 10 }, (_, index) => `f${index}`);
const CUSTOMERS = 1_000;
const PER_ROUND = 40;
const QUERY = `{ customers { ${FIELDS.join(' ')} } }`;

const sdl = (rule: string) => `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@policy"])
  type Query { customers: [Customer] }
  type Customer ${rule} { ${FIELDS.map((name) => `${name}: String`).join(' ')} sourceRecords: [SourceRecord!] }
  type SourceRecord { division: ID }`;

const callerOf = (division: string | null): Caller => ({
  ...{ subject: 'u1', roles: [], scopes: [], purpose: null, expiresAt: Number.MAX_SAFE_INTEGER },
  division,
});

/** As a subgraph would answer: half of the customers are the caller's. */
function answerTo(body: string): string {
  const asksForRecords = body.includes('sourceRecords');
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => ({
    ...Object.fromEntries(FIELDS.map((name) => [name, `${name} of customer ${index}`])),
    ...(asksForRecords
      ? { __ac_n_sourceRecords: [{ division: index % 2 === 0 ? 'banking' : 'lending' }] }
      : {}),
  }));
  return JSON.stringify({ data: { customers } });
}

async function openCase(rule: string, caller: Caller): Promise<() => Promise<void>> {
  const service = { name: 'customers', url: 'http://127.0.0.1/', typeDefs: parse(sdl(rule)) };
  const { supergraphSdl: supergraph } = composeServices([service]);
  if (supergraph === undefined) throw new Error('The graph of the bench does not compose.');
  const log = pino({ level: 'silent' });
  const access = createAccessControl({ supergraph });
  const answers = new Map<string, string>();
  const engine = await loadNativeEngine({
    supergraph: stripSecurity(supergraph),
    log,
    planning: { milliseconds: 10_000, megabytes: 256 },
    observePreparation: () => undefined,
    clientFor: () => ({
      send({ body }) {
        const answer = answers.get(body) ?? answerTo(body);
        answers.set(body, answer);
        return Promise.resolve(JSON.parse(answer) as object);
      },
    }),
  });
  const document = parse(QUERY);
  return async () => {
    const prepared = await access.prepare({ document, caller });
    if (prepared.kind === 'answer') throw new Error('The bench must be let ask.');
    const { presentation, variables } = prepared;
    const context = {
      requestId: 'r',
      caller,
      log,
      deadline: new Deadline(Infinity),
      record: newRequestRecord(),
    };
    await engine.execute({ document, presentation, operationName: null, variables, context });
  };
}

const rule = '@policy(policies: [["servesThisCustomer"]])';
const cases = [
  { name: 'no rule', run: await openCase('', callerOf(null)) },
  {
    name: 'a rule, a caller who may read every customer',
    run: await openCase(rule, callerOf(null)),
  },
  {
    name: 'a rule, each customer judged, half withheld',
    run: await openCase(rule, callerOf('banking')),
  },
];

async function cpuOf(run: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < PER_ROUND; count += 1) await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / PER_ROUND / 1000;
}

const rounds = Number(process.argv[2] ?? 15);
const measured = cases.map((): number[] => []);
for (let round = -1; round < rounds; round += 1) {
  for (const [index, { run }] of cases.entries()) {
    const milliseconds = await cpuOf(run);
    // The first round warms up.
    if (round >= 0) measured[index]?.push(milliseconds);
  }
}
const [baseline = []] = measured;
console.log(
  markdownTable(
    ['customers of 1,000', 'ms of processor', 'ratio'],
    cases.map(({ name }, index) => {
      const own = measured[index] ?? [];
      return [name, median(own).toFixed(2), medianRatio(own, baseline).toFixed(2)];
    }),
  ),
);
process.exit(0);
