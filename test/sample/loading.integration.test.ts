import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { bankingRoom } from '../../subgraphs/banking/main.ts';
import {
  readClaim,
  readHolder,
  readPolicy,
} from '../../subgraphs/insurance/file-drop/file-format.ts';
import type { ColumnReader } from '../../subgraphs/insurance/file-drop/column-reader.ts';
import { fileRows } from '../../subgraphs/insurance/file-drop/file-rows.ts';
import { readTrailer } from '../../subgraphs/insurance/file-drop/csv-lines.ts';
import { readFileName } from '../../subgraphs/insurance/file-drop/file-name.ts';
import { lendingRoom } from '../../subgraphs/lending/main.ts';
import { serviceRoom } from '../../subgraphs/service/main.ts';
import { API_KEY, newDirectory, startServicing } from '../subgraphs/lending/servicing.ts';
import { startTestRoom, type TestRoom } from '../support/room-client.ts';
import { company } from './sample-company.ts';

const RESULT = '{ accepted unchanged rejected rejections { key reason } }';

/** Sends all rows in slices, and the first slice again: none of it is new then. */
async function sendAll(
  rows: readonly unknown[],
  size: number,
  send: (slice: readonly unknown[]) => Promise<Record<string, unknown>>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += size) {
    const slice = rows.slice(start, start + size);
    expect(await send(slice)).toMatchObject({ accepted: slice.length, rejections: [] });
  }
  const first = rows.slice(0, size);
  expect(await send(first)).toMatchObject({ unchanged: first.length, rejections: [] });
}

const mutate = async (room: TestRoom, field: string, type: string, input: unknown) => {
  const name = type.includes('[') ? 'records' : 'input';
  const text = `mutation ($input: ${type}!) { result: ${field}(${name}: $input) ${RESULT} }`;
  const { data, errors } = await room.ask(text, { input });
  expect(errors).toBeUndefined();
  return (data as { result: Record<string, unknown> }).result;
};

describe('the sample company is taken without a rejected row', () => {
  const stops: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  test('by banking', async () => {
    const room = await startTestRoom(bankingRoom);
    stops.push(() => room.stop());
    const { banking } = company;
    for (const list of ['customers', 'accounts', 'cards', 'transactions'] as const) {
      await sendAll(banking[list], 2_000, (slice) =>
        mutate(room, 'importBankingRecords', 'BankingRecordsInput', { [list]: slice }),
      );
    }
  });

  test('by lending', async () => {
    const system = await startServicing(await newDirectory());
    stops.push(() => system.stop());
    const settings = { LOAN_SERVICING_URL: system.url, LOAN_SERVICING_API_KEY: API_KEY };
    const room = await startTestRoom(lendingRoom, { settings });
    stops.push(() => room.stop());
    for (const list of ['borrowers', 'loans'] as const) {
      await sendAll(company.lending[list], 2_000, (slice) =>
        mutate(room, 'importLendingRecords', 'LendingRecordsInput', { [list]: slice }),
      );
    }
  });

  test('by the service center', async () => {
    const room = await startTestRoom(serviceRoom);
    stops.push(() => room.stop());
    const { cases, interactions, surveyAnswers, referrals } = company.service;
    const lists = [
      ['importCases', '[CaseRecordInput!]', cases],
      ['importInteractions', '[InteractionRecordInput!]', interactions],
      ['importSurveyAnswers', '[SurveyAnswerRecordInput!]', surveyAnswers],
      ['importReferrals', '[ReferralRecordInput!]', referrals],
    ] as const;
    for (const [field, type, rows] of lists) {
      await sendAll(rows, 500, (slice) => mutate(room, field, type, slice));
    }
  });

  const readers: Record<string, (reader: ColumnReader) => unknown> = {
    HOLDERS: readHolder,
    POLICIES: readPolicy,
    CLAIMS: readClaim,
  };

  test.each(company.insurance)('by insurance: $name', async ({ name, text }) => {
    const directory = await mkdtemp(join(tmpdir(), 'sample-'));
    await writeFile(join(directory, name), text);
    const file = await open(join(directory, name));
    const { size } = await file.stat();
    const { kind = 'HOLDERS' } = readFileName(name) ?? {};
    const expectedRows = (await readTrailer(file, size)) ?? -1;
    const bad: unknown[] = [];
    let good = 0;
    const batches = fileRows({ file, size, kind, expectedRows }, readers[kind] ?? readHolder);
    for await (const batch of batches) {
      good += batch.good.length;
      bad.push(...batch.bad);
    }
    await file.close();
    await rm(directory, { recursive: true });
    expect(bad).toEqual([]);
    expect(good).toBe(expectedRows);
  });
});
