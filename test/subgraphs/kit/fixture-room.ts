import { defineRoom } from '../../../subgraphs/kit/room.ts';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import { onlyNew } from '../../../subgraphs/kit/consume-once.ts';
import { DomainError } from '../../../subgraphs/kit/domain-error.ts';
import { appendEvents } from '../../../subgraphs/kit/outbox.ts';
import type { Kysely } from 'kysely';

interface Tables {
  note: { id: string; text: string };
  seen: { event_id: string; local_id: string };
}

interface Services {
  readonly database: Kysely<Tables>;
  readonly kick: () => void;
}

interface NotesOptions {
  /** Whether the consumer fails this time. */
  readonly fail?: () => boolean;
  /** A room of another name has tables of its own in the same database. */
  readonly name?: string;
}

/** A room as small as one can be: notes that are events, and a count of the events it took. */
export const notesRoom = ({ fail = () => false, name = 'notes' }: NotesOptions = {}) =>
  defineRoom<Tables, Services, object>({
    name,
    schemaFile: new URL('./fixture.graphql', import.meta.url),
    migrations: [
      {
        name: '0001_note',
        async up(database) {
          await database.schema
            .createTable('note')
            .addColumn('id', 'text', (column) => column.primaryKey())
            .addColumn('text', 'text', (column) => column.notNull())
            .execute();
          await database.schema
            .createTable('seen')
            .addColumn('event_id', 'text', (column) => column.notNull())
            .addColumn('local_id', 'text', (column) => column.notNull())
            .execute();
        },
      },
    ],
    open: ({ database, kick }) => Promise.resolve({ database, kick }),
    contextFor: () => ({}),
    consumes: [
      {
        types: ['customer.recorded'],
        handle: (services, events) => take(services, events, fail),
      },
    ],
    resolvers: {
      Query: {
        notes: (_parent: object, _args: object, { services }: { services: Services }) =>
          services.database.selectFrom('note').selectAll().orderBy('id').execute(),
        seen: async (_parent: object, _args: object, { services }: { services: Services }) => {
          const rows = await services.database.selectFrom('seen').selectAll().execute();
          return rows.map((row) => row.local_id).sort();
        },
        caller: (_parent: object, _args: object, { caller }: { caller: { subject: string } }) =>
          caller.subject,
        refuse: () => {
          throw new DomainError('NOTE_REFUSED', 'A note must be short, but got: a long one.');
        },
        crash: () => {
          throw new Error('relation "secret_table" at 10.0.0.4 does not exist');
        },
      },
      Mutation: { addNote },
    },
  });

async function addNote(
  _parent: object,
  args: { id: string; fail?: boolean },
  { services }: { services: Services },
): Promise<boolean> {
  await services.database.transaction().execute(async (transaction) => {
    await transaction.insertInto('note').values({ id: args.id, text: 'x' }).execute();
    await appendEvents(transaction, [
      {
        type: 'customer.recorded',
        occurredAt: '2026-01-01T00:00:00Z',
        payload: { division: 'notes', localId: args.id, record: {} },
      },
    ]);
    if (args.fail === true) throw new DomainError('NOTE_REFUSED', 'Refused after the write.');
  });
  services.kick();
  return true;
}

async function take(
  services: Services,
  events: readonly AnyDomainEvent[],
  fail: () => boolean,
): Promise<void> {
  await services.database.transaction().execute(async (transaction) => {
    const fresh = await onlyNew(transaction, events);
    for (const event of fresh) {
      if (event.type !== 'customer.recorded') continue;
      await transaction
        .insertInto('seen')
        .values({ event_id: event.id, local_id: event.payload.localId })
        .execute();
    }
    if (fail()) throw new Error('the consumer fails this time');
  });
}
