import { sql } from 'kysely';
import { responseRate } from './response-rate.ts';

export const cesResponseRate = responseRate('ces_response_rate', {
  surveys: 'effort surveys',
  of: sql`kind = 'CES'`,
});
