import type { SchemaFault } from '../fault.ts';
import type { RoomGraph } from '../room-graph.ts';
import { eventCanBeAnswered } from './event-can-be-answered.ts';
import { externalFieldIsBare } from './external-field-is-bare.ts';
import { fieldHasAccessRule } from './field-has-access-rule.ts';
import { fieldHasOwnerAndClassification } from './field-has-owner-and-classification.ts';
import { keyIsNotProtected } from './key-is-not-protected.ts';
import { maskHides } from './mask-hides.ts';
import { noArgumentOracle } from './no-argument-oracle.ts';
import { personalDataIsNullable } from './personal-data-is-nullable.ts';
import { providesDoesNotSmuggle } from './provides-does-not-smuggle.ts';
import { roomsAgreeOnField } from './rooms-agree-on-field.ts';

/** One rule about the graph of all rooms; its file opens with what it enforces. */
export type LintRule = (graph: RoomGraph) => readonly SchemaFault[];

/** Every rule, in no order that matters: all run, whatever the others find. */
export const lintRules: readonly LintRule[] = Object.freeze([
  eventCanBeAnswered,
  externalFieldIsBare,
  fieldHasAccessRule,
  fieldHasOwnerAndClassification,
  keyIsNotProtected,
  maskHides,
  noArgumentOracle,
  personalDataIsNullable,
  providesDoesNotSmuggle,
  roomsAgreeOnField,
]);
