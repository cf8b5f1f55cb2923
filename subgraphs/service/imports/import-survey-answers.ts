import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { tellSurvey, type SurveyAnswer } from '../contact-events.ts';
import { surveyRow } from '../store/contact-writer.ts';
import { insertUnknown } from '../store/insert-unknown.ts';
import { readKnownCases } from '../store/known-cases.ts';
import { scoreFault, SURVEY_SCALES } from '../survey-scales.ts';
import type { ServiceTables } from '../tables.ts';
import { firstTextFault } from '../text-checks.ts';
import { joinCase, type Joined } from './case-join.ts';
import type { ImportKind, Taken } from './import-batch.ts';
import type { SurveyAnswerRecord } from './import-records.ts';

export const surveyAnswerImport: ImportKind<SurveyAnswerRecord> = Object.freeze({
  name: 'survey answer',
  reasonAgainst,
  write,
});

function reasonAgainst(record: SurveyAnswerRecord): string | null {
  return (
    scoreFault(record.kind, record.score, scaleOf(record)) ??
    firstTextFault([
      ['externalId', record.externalId, 'name'],
      ['division', record.division, 'name'],
      ['customerLocalId', record.customerLocalId, 'name'],
      ['caseExternalId', record.caseExternalId, 'name'],
      ['agent', record.agent, 'name'],
      ['topic', record.topic, 'line'],
      ['verbatim', record.verbatim, 'prose'],
    ])
  );
}

function scaleOf(record: SurveyAnswerRecord): number {
  return record.scaleMax ?? SURVEY_SCALES[record.kind].max;
}

async function write(
  transaction: Transaction<ServiceTables>,
  records: readonly SurveyAnswerRecord[],
): Promise<readonly Taken<SurveyAnswerRecord>[]> {
  const known = await readKnownCases(transaction, records);
  const drafts = records.map((record) => {
    const joined = joinCase(record, known);
    return { record, joined, answer: answerOf(record, joined) };
  });
  const rows = drafts.map(({ record, answer }) => ({
    ...surveyRow(answer),
    external_id: record.externalId,
  }));
  const inserted = await insertUnknown(transaction, 'survey_answer', rows);
  return drafts
    .filter(({ answer }) => inserted.has(answer.id))
    .map(({ record, joined, answer }) => ({
      record,
      faults: joined.faults,
      events: [tellSurvey(answer)],
    }));
}

function answerOf(record: SurveyAnswerRecord, { caseId, localId }: Joined): SurveyAnswer {
  return {
    id: uuidv7(),
    division: record.division,
    localId,
    caseId,
    kind: record.kind,
    score: record.score,
    scaleMax: scaleOf(record),
    at: record.at,
    channel: record.channel ?? null,
    verbatim: record.verbatim ?? null,
    agent: record.agent ?? null,
    topic: record.topic ?? null,
  };
}
