import { parse, Source } from 'graphql';
import type { SchemaFault } from '../../schema/fault.ts';
import type { LintRule } from '../../schema/lint/lint-rules.ts';
import { roomOf } from '../../schema/read-room.ts';
import { readRoomGraph } from '../../schema/room-graph.ts';
import type { RoomGraph } from '../../schema/room-graph.ts';

/** The first line of every room in these tests, so that SDL begins in line 2. */
export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ' +
  '["@key", "@shareable", "@external", "@requires", "@provides", "@authenticated", "@requiresScopes", ' +
  '"@policy", "@interfaceObject", "@composeDirective"])';

/** Both standards that a field of a shared type needs, and the floor. */
export const OWNED =
  '@owner(division: "a", steward: "s") @classification(level: INTERNAL) @authenticated';

/** Rooms by name, each with its SDL after the `@link` line, or with a first line of its own. */
export type RoomTexts = Readonly<Record<string, string>>;

export function graphOf(texts: RoomTexts): RoomGraph {
  return readRoomGraph(
    Object.entries(texts).map(([name, sdl]) => {
      const text = sdl.startsWith('extend schema @link') ? sdl : `${LINK}\n${sdl}`;
      const config = { name, url: `http://127.0.0.1/${name}`, file: `${name}.graphql` };
      return roomOf(config, parse(new Source(text, config.file)));
    }),
  );
}

/** What a rule finds, as `file:line CODE`. */
export function findings(rule: LintRule, texts: RoomTexts): readonly string[] {
  return faultsOf(rule, texts).map((fault) => `${fault.file}:${fault.line} ${fault.code}`);
}

export function faultsOf(rule: LintRule, texts: RoomTexts): readonly SchemaFault[] {
  return rule(graphOf(texts));
}
