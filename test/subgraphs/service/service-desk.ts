import type { Clock } from '../../../subgraphs/kit/clock.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import type { Settings } from '../../../subgraphs/kit/room.ts';
import { serviceRoom } from '../../../subgraphs/service/main.ts';
import { startTestRoom, type Answer, type TestRoom } from '../../support/room-client.ts';

type Row = Record<string, any>;

/** A running service room with what its tests ask again and again. */
export interface ServiceDesk {
  readonly room: TestRoom;
  /** Moves the room's clock on. */
  wait(hours: number): void;
  now(): Date;
  openCase(input?: object): Promise<Row>;
  /** e.g. `move('pauseCase', id, 'waitingFor: CUSTOMER')`. */
  move(field: string, id: string, args?: string): Promise<Answer>;
  importRecords(kind: ImportName, records: readonly object[]): Promise<Answer>;
  /** Rows of a table of the room's own schema. */
  rows(statement: string, parameters?: readonly unknown[]): Promise<Row[]>;
  events(type?: string): Promise<Row[]>;
  stop(): Promise<void>;
}

type ImportName = 'Cases' | 'CaseLogs' | 'Interactions' | 'SurveyAnswers' | 'Referrals';

const INPUTS: Readonly<Record<ImportName, string>> = {
  Cases: 'CaseRecordInput',
  CaseLogs: 'CaseLogRecordInput',
  Interactions: 'InteractionRecordInput',
  SurveyAnswers: 'SurveyAnswerRecordInput',
  Referrals: 'ReferralRecordInput',
};

export const CASE_FIELDS = `id number status agent openedAt firstRepliedAt resolvedAt closedAt resolution
  reopenCount slaClocks { metric state dueAt } replies { author public text }`;

const NEW_CASE = {
  customer: { division: 'banking', localId: 'B1' },
  subject: 'Card lost',
  type: 'INCIDENT',
  priority: 'HIGH',
  channel: 'PHONE',
};

export async function startServiceDesk(
  database: DatabasePool,
  settings: Settings = {},
): Promise<ServiceDesk> {
  // The real time, so that assertions are valid, with hours added on.
  let added = 0;
  const clock: Clock = () => new Date(Date.now() + added);
  const room = await startTestRoom(serviceRoom, { database, clock, settings });
  const rows = (statement: string, parameters: readonly unknown[] = []) =>
    query(database, statement, parameters);
  return {
    room,
    wait: (hours) => void (added += hours * 3_600_000),
    now: clock,
    async openCase(input = {}) {
      const text = `mutation ($input: OpenCaseInput!) { openCase(input: $input) { ${CASE_FIELDS} } }`;
      const { data, errors } = await room.ask(text, { input: { ...NEW_CASE, ...input } });
      if (errors !== undefined) throw new Error(errors[0]?.message);
      return data['openCase'] as Row;
    },
    move: (field, id, args = '') =>
      room.ask(`mutation ($id: ID!) { ${field}(id: $id ${args}) { ${CASE_FIELDS} } }`, { id }),
    importRecords: (kind, records) =>
      room.ask(
        `mutation ($records: [${INPUTS[kind]}!]!) { result: import${kind}(records: $records) {
          accepted unchanged unchangedAt rejected rejections { index key reason } faults { index key rule reason } } }`,
        { records },
      ),
    rows,
    events: (type = '%') =>
      rows(
        'select id, type, occurred_at, payload from service.outbox where type like $1 order by position',
        [type],
      ),
    async stop() {
      await room.stop();
      await database.close();
    },
  };
}

/** PGlite has one session, so a connection is given back at once. */
async function query(database: DatabasePool, statement: string, parameters: readonly unknown[]) {
  const client = await database.pool.connect();
  try {
    return (await client.query<Row>(statement, [...parameters])).rows;
  } finally {
    client.release();
  }
}

/** A new case that an agent solved. */
export async function solvedCase(
  desk: ServiceDesk,
  agent: string,
  division = 'banking',
): Promise<string> {
  const { id } = await desk.openCase({ customer: { division, localId: 'Q1' } });
  await desk.move('assignCase', id, `agent: "${agent}"`);
  await desk.move('resolveCase', id);
  return id as string;
}

export function codeOf({ errors }: Answer): unknown {
  return errors?.[0]?.extensions['code'];
}
