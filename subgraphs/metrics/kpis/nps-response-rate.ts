import { sql } from 'kysely';
import { responseRate } from './response-rate.ts';

export const npsResponseRate = responseRate('nps_response_rate', {
  surveys: 'recommendation surveys',
  of: sql`kind = 'NPS'`,
});
