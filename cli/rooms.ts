import { allRooms } from './rooms/all-rooms.ts';
import { startRoomProcess } from './rooms/room-process.ts';
import { runUntilTold } from './rooms/run-until-told.ts';

/**
 * All rooms in one process. ROOM_PORTS may hold a JSON object of room name to port; a room that it leaves
 * out takes a free one. Prints `ready` and where each room answers.
 */
const ports = JSON.parse(process.env['ROOM_PORTS'] ?? '{}') as Readonly<Record<string, number>>;
const rooms = await startRoomProcess(allRooms, process.env, (room) => ports[room] ?? 0);
runUntilTold(rooms.stop);
console.log(`ready ${JSON.stringify(rooms.urls)}`);
