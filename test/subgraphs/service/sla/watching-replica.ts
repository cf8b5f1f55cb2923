import { pino } from 'pino';
import { systemClock } from '../../../../subgraphs/kit/clock.ts';
import { openDatabase } from '../../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../../subgraphs/kit/room-database.ts';
import { openDataSource } from '../../../../subgraphs/service/data-source.ts';
import { serviceMigrations } from '../../../../subgraphs/service/migrations.ts';
import { readSlaBook } from '../../../../subgraphs/service/sla/sla-book.ts';
import { watchClocks } from '../../../../subgraphs/service/sla/watch-clocks.ts';
import type { ServiceTables } from '../../../../subgraphs/service/tables.ts';

/** A replica of the service room that does nothing but watch clocks, until it is killed. */
const [, , url = ''] = process.argv;
const database = await openDatabase({ kind: 'postgres', url });
const tables = await openRoomDatabase<ServiceTables>(database, 'service', serviceMigrations);
const { tellAlerts } = openDataSource(tables, await readSlaBook(undefined));
const log = pino({ level: 'silent' });
watchClocks({ tellAlerts, kick: () => undefined, clock: systemClock, log });
process.stdout.write('watching\n');
