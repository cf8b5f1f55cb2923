import { sql, type Kysely } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { AskedQuestion, MetricsTables } from '../tables.ts';
import { questionText, type KnownQuestion, type Question, type Told } from './question.ts';

/** For how long it is remembered what somebody asked. Whoever keeps an answer that long may compare it. */
export const DAYS_REMEMBERED = 90;

/** Who asked, and when. */
export interface Asking {
  readonly subject: string;
  readonly at: Date;
}

/** A question that is remembered, and those of the same person about any of its KPIs before it. */
export interface RememberedQuestion {
  readonly id: string;
  readonly before: readonly KnownQuestion[];
}

export interface AnsweredQuestion extends RememberedQuestion {
  readonly answer: Readonly<Record<string, Told>>;
}

/**
 * Remembers a question, as if all of it were told, before it is answered: of two that are answered at once the later
 * knows of the earlier. People wait for their own questions only, and for no answer.
 */
export async function rememberQuestion(
  database: Kysely<MetricsTables>,
  question: Question,
  { subject, at }: Asking,
): Promise<RememberedQuestion> {
  const id = uuidv7();
  const oldest = new Date(at.getTime() - DAYS_REMEMBERED * 86_400_000);
  const rows = await database.transaction().execute(async (transaction) => {
    // A statement of its own: the next one must see what was written while this one waited.
    await sql`select pg_advisory_xact_lock(${QUESTIONS_LOCK}::int, hashtext(${subject}))`.execute(
      transaction,
    );
    const ofOld = transaction
      .selectFrom('asked_question')
      .select('id')
      .where('asked_at', '<', oldest)
      .limit(MOST_FORGOTTEN)
      .forUpdate()
      .skipLocked();
    return transaction
      .with('gone', (query) => query.deleteFrom('asked_question').where('id', 'in', ofOld))
      .with('added', (query) =>
        query.insertInto('asked_question').values({
          ...{ id, subject, asked_at: at, answer: null },
          question: JSON.stringify(question),
        }),
      )
      .selectFrom('asked_question')
      .selectAll()
      .where('subject', '=', subject)
      .where('asked_at', '>=', oldest)
      .where(sql<boolean>`question -> 'kpis' ?| ${question.kpis}::text[]`)
      .execute();
  });
  return { id, before: rows.map(known) };
}

/** Any number that nothing else in this database locks a pair with. */
const QUESTIONS_LOCK = 734_601;

/** At a time, so that nobody waits for what others leave behind. */
const MOST_FORGOTTEN = 1_000;

/**
 * Writes down which groups were told, in the place of what was told alike before. An answer of more groups than are kept
 * stays one of which all is taken as told.
 */
export async function settleQuestion(
  database: Kysely<MetricsTables>,
  question: Question,
  { id, before, answer }: AnsweredQuestion,
): Promise<void> {
  const text = questionText(question);
  const covered = before.filter(
    (one) => questionText(one) === text && one.answer !== null && covers(answer, one.answer),
  );
  const places = Object.values(answer).flatMap(({ told, withheld }) => [...told, ...withheld]);
  const kept = places.length > MOST_PLACES ? null : JSON.stringify(answer);
  const ids = covered.map((one) => one.id);
  await database
    .with('gone', (query) =>
      query.deleteFrom('asked_question').where(sql<boolean>`id = any(${ids}::text[])`),
    )
    .updateTable('asked_question')
    .set({ answer: kept })
    .where('id', '=', id)
    .execute();
}

const MOST_PLACES = 5_000;

/** Nothing was told. */
export async function forgetQuestion(database: Kysely<MetricsTables>, id: string): Promise<void> {
  await database.deleteFrom('asked_question').where('id', '=', id).execute();
}

/** Whether one answer told at least what another did. */
function covers(
  one: Readonly<Record<string, Told>>,
  other: Readonly<Record<string, Told>>,
): boolean {
  return Object.entries(other).every(([kpi, { told, withheld }]) => {
    const own = one[kpi] ?? { told: [], withheld: [] };
    const [more, fewer] = [new Set(own.told), new Set(withheld)];
    return (
      told.every((place) => more.has(place)) && own.withheld.every((place) => fewer.has(place))
    );
  });
}

function known({ id, question, answer }: AskedQuestion): KnownQuestion {
  // `rememberQuestion` and `settleQuestion` wrote them.
  const { start, end, ...asked } = question as Omit<Question, 'start' | 'end'> & {
    readonly start: string;
    readonly end: string;
  };
  return {
    ...asked,
    ...{ id, start: new Date(start), end: new Date(end) },
    answer: answer as KnownQuestion['answer'],
  };
}
