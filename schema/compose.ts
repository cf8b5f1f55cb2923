import { composeServices } from '@theguild/federation-composition';
import type { CompositionResult } from '@theguild/federation-composition';
import { GraphQLError, print } from 'graphql';
import type { DocumentNode } from 'graphql';
import { apiDocument } from './api-document.ts';
import { compositionFaults } from './composition-faults.ts';
import { sortFaults } from './fault.ts';
import type { SchemaFault } from './fault.ts';
import { lintRules } from './lint/lint-rules.ts';
import { pushDownDefaults } from './push-down-defaults.ts';
import { readRoom } from './read-room.ts';
import type { Room } from './read-room.ts';
import { readSupergraphConfig } from './read-supergraph-config.ts';
import { readRoomGraph } from './room-graph.ts';
import type { RoomGraph } from './room-graph.ts';
import { sortDocument } from './sort-document.ts';

export type Composition =
  | { readonly kind: 'faulty'; readonly faults: readonly SchemaFault[] }
  | {
      readonly kind: 'composed';
      /** SDL of the supergraph, sorted. */
      readonly supergraph: string;
      /** SDL of what clients see, sorted. */
      readonly api: string;
      /** What was composed, for a second opinion. */
      readonly services: readonly ComposedRoom[];
    };

/** A room as it was handed to composition. */
export interface ComposedRoom {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
}

/**
 * Reads the SDL of every room that a `supergraph.yaml` names, lints and composes. Either every fault of one
 * run, sorted by file and line, or the graph. Never throws for what the files say.
 */
export function compose(configFile: string): Composition {
  const config = readSupergraphConfig(configFile);
  const results = config.rooms.map(readRoom);
  const rooms = results.flatMap((result) => (result.kind === 'read' ? [result.room] : []));
  const unread = [
    ...config.faults,
    ...results.flatMap((result) => (result.kind === 'faulty' ? [result.fault] : [])),
  ];
  const graph = readRoomGraph(rooms);
  const lints = lintRules.flatMap((rule) => rule(graph));
  // Without one of the rooms, composition would blame the others for what is missing.
  if (unread.length > 0) return faulty([...unread, ...lints]);
  return composeRooms(graph, lints, config.file);
}

function composeRooms(
  graph: RoomGraph,
  lints: readonly SchemaFault[],
  configFile: string,
): Composition {
  const services = graph.rooms.map(asService);
  const result = composeOrError(services);
  if (result.errors !== undefined) {
    return faulty([...lints, ...compositionFaults(graph, result.errors, configFile)]);
  }
  if (lints.length > 0) return faulty(lints);
  const text = (document: DocumentNode): string => `${print(sortDocument(document))}\n`;
  return Object.freeze({
    kind: 'composed',
    supergraph: text(result.supergraphDocumentNode),
    api: text(apiDocument(result.publicDocumentNode)),
    services,
  });
}

function asService(room: Room): ComposedRoom {
  return Object.freeze({ name: room.name, url: room.url, typeDefs: pushDownDefaults(room) });
}

/** Composition throws for what it never thought of; that is a fault of the graph like the others. */
function composeOrError(services: readonly ComposedRoom[]): CompositionResult {
  try {
    return composeServices([...services]);
  } catch (error) {
    return { errors: [new GraphQLError(error instanceof Error ? error.message : String(error))] };
  }
}

function faulty(faults: readonly SchemaFault[]): Composition {
  return Object.freeze({ kind: 'faulty', faults: sortFaults(faults) });
}
