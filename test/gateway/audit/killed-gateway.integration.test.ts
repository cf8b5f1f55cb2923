import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

import { withLedger } from '../../../cli/ledger/with-ledger.ts';
import { verifyChain } from '../../../subgraphs/governance/ledger/verify-chain.ts';
import { bundled } from '../../support/bundled.ts';
import { PROJECT } from '../../support/house.ts';
import { askAs, readLedger, SECRET, startRecordedCompany } from './recorded-company.ts';
import type { RecordedCompany } from './recorded-company.ts';

/** How often the gateway is killed. */
const KILLS = Number(process.env['TEST_LEDGER_KILLS'] ?? 3);
const CLIENTS = 8;
/** Most of which is the start of a gateway on a busy machine. */
const LONGEST_KILL_MS = 30_000;

jest.setTimeout((KILLS + 2) * LONGEST_KILL_MS);

const QUERY = 'query ($id: ID!) { customer(id: $id) { name } }';

describe('a gateway that is killed under load', () => {
  let company: RecordedCompany;
  let dataDirectory: string;

  beforeAll(async () => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'killed-gateway-'));
    company = await startRecordedCompany(dataDirectory);
    writeFileSync(join(dataDirectory, 'supergraph.graphql'), company.supergraph);
  });
  afterAll(async () => {
    await company.stop();
    rmSync(dataDirectory, { recursive: true });
  });

  const start = async (): Promise<{ child: ChildProcess; url: string }> => {
    const program = await bundled(join(PROJECT, 'cli/gateway.ts'));
    const supergraph = join(dataDirectory, 'supergraph.graphql');
    const child = spawn(process.execPath, [program, '--supergraph', supergraph, '--port', '0'], {
      cwd: PROJECT,
      env: {
        PATH: process.env['PATH'],
        ...{
          DATA_DIR: dataDirectory,
          ASSERTION_SECRET: SECRET,
          NODE_ENV: 'test',
          LOG_LEVEL: 'error',
        },
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`The gateway ended with ${String(code)}.`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('ready ')) resolve(line.slice('ready '.length));
      });
    });
    return { child, url };
  };

  test(`loses none of the entries of answers that were sent, in ${KILLS} kills`, async () => {
    const answered: { requestId: string; customer: string }[] = [];
    let asked = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { child, url } = await start();
      let isKilled = false;
      const client = async (): Promise<void> => {
        while (!isKilled) {
          asked += 1;
          const customer = String((asked % 3) + 1);
          const requestId = `kill-${kill}-${asked}`;
          const sent = { variables: { id: customer }, requestId };
          // What was cut off was not answered, and what a busy machine could not fetch was not read.
          const answer = await askAs({ url, dataDirectory }, QUERY, sent).catch(() => null);
          if (answer?.status === 200 && answer.errors.length === 0) {
            answered.push({ requestId, customer });
          }
        }
      };
      const before = answered.length;
      const clients = Array.from({ length: CLIENTS }, client);
      // At a moment that hangs on nothing else, but never before the first answers.
      while (answered.length < before + 5 + ((kill * 37) % 50)) await setTimeout(1);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      isKilled = true;
      await Promise.all(clients);
    }
    const { child, url } = await start();
    const log = await readLedger({ url, dataDirectory });
    const recorded = new Map(log.map(({ requestId, customers }) => [requestId, customers]));
    expect(answered.length).toBeGreaterThan(KILLS * 5);
    for (const { requestId, customer } of answered) {
      expect([requestId, recorded.get(requestId)]).toEqual([requestId, [customer]]);
    }
    expect(recorded.size).toBe(log.length);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    await company.stopLedger();
    const verdict = await withLedger({ DATA_DIR: dataDirectory }, (database) =>
      verifyChain(database),
    );
    expect(verdict.kind).toBe('whole');
  });
});
