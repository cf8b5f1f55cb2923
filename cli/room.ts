import { parseArgs } from 'node:util';
import { allRooms } from './rooms/all-rooms.ts';
import { startRoomProcess } from './rooms/room-process.ts';
import { runUntilTold } from './rooms/run-until-told.ts';

const HELP = `Usage: npm run room -- NAME [--port N]

Runs one division's room by itself, as in production.

  NAME       ${allRooms.map((room) => room.name).join(', ')}
  --port N   where it listens (default 4100)

Environment: REDIS_URL (required), DATABASE_URL, ASSERTION_KEY or ASSERTION_SECRET, ROOM_HOST, DATA_DIR,
LOG_LEVEL, and what the room's README names.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', default: '4100' }, help: { type: 'boolean', short: 'h' } },
});

const [name] = positionals;
const room = allRooms.find((candidate) => candidate.name === name);
if (values.help === true) {
  console.log(HELP);
} else if (room === undefined) {
  console.error(`Expected the name of a room, but got: ${name ?? 'nothing'}.\n\n${HELP}`);
  process.exitCode = 1;
} else if (process.env['REDIS_URL'] === undefined) {
  console.error(
    'A room by itself needs REDIS_URL: without it no other room would ever take its events.',
  );
  process.exitCode = 1;
} else {
  const running = await startRoomProcess([room], process.env, () => Number(values.port));
  runUntilTold(running.stop);
  console.log(`ready ${running.urls[room.name] ?? ''}`);
}
