import { EVERY_DIVISION, OWN_DIVISION, WHOLE_GROUP } from './own-division.ts';
import { OWN_TEAM } from './own-team.ts';

/** Scopes that no field asks for, but rules do. */
export const SCOPES_OF_RULES: readonly string[] = Object.freeze([
  EVERY_DIVISION,
  OWN_DIVISION,
  OWN_TEAM,
  WHOLE_GROUP,
]);
