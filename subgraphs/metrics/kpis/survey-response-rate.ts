import { sql } from 'kysely';
import { responseRate } from './response-rate.ts';

export const surveyResponseRate = responseRate('survey_response_rate', {
  surveys: 'surveys of any kind',
  of: sql`true`,
});
