import { sql, type Transaction } from 'kysely';
import { appendEvents } from '../../kit/outbox.ts';
import { lockRecording } from '../recording/lock-recording.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { holdEvents } from './hold-events.ts';

export interface Release {
  readonly id: string;
  readonly reason: string;
  readonly actor: string;
  readonly at: Date;
}

/** Ends a hold for whoever has its records now. False when it had ended; nothing changes then. */
export async function releaseHold(
  transaction: Transaction<CustomerTables>,
  { id, reason, actor, at }: Release,
): Promise<boolean> {
  // Whose the records are is told of, so nobody links them otherwise meanwhile.
  await lockRecording(transaction);
  const { rows } = await sql`
    insert into ${sql.id(SCHEMA, 'legal_hold_release')} (hold_id, reason, released_at, released_by)
    values (${id}, ${reason}, ${at}, ${actor})
    on conflict (hold_id) do nothing returning hold_id`.execute(transaction);
  if (rows.length === 0) return false;
  await appendEvents(transaction, await holdEvents(transaction, 'customer.released', { id, at }));
  return true;
}
