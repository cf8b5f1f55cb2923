import { randomBytes } from 'node:crypto';
import { deriveRoomKey } from '../schema/assertion.ts';
import { allRooms } from './rooms/all-rooms.ts';

/**
 * Prints fresh secrets for docker-compose.yml in the form of an .env file. Each room gets a key of its own,
 * derived from the gateway's secret, so that no room can speak for the gateway to another.
 */
const secret = randomBytes(32).toString('base64url');
console.log(`POSTGRES_PASSWORD=${randomBytes(24).toString('hex')}`);
console.log(`LOAN_SERVICING_API_KEY=${randomBytes(24).toString('base64url')}`);
console.log(`LEDGER_KEY=${randomBytes(32).toString('base64url')}`);
console.log(`ASSERTION_SECRET=${secret}`);
for (const { name } of allRooms) {
  const key = deriveRoomKey(secret, name).toString('base64url');
  console.log(`${name.toUpperCase()}_ASSERTION_KEY=${key}`);
}
