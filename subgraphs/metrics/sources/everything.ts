import type { Scope } from '../model.ts';

/** Everything that ever happened, whoever it concerns. */
export const EVERYTHING: Scope = Object.freeze({
  division: null,
  start: new Date('0001-01-01T00:00:00Z'),
  end: new Date('9999-01-01T00:00:00Z'),
  now: new Date('9999-01-01T00:00:00Z'),
  windows: [],
  groupBy: [],
  channel: null,
  caseType: null,
});
