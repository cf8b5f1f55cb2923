import { getLocation } from 'graphql';
import type { ASTNode } from 'graphql';

/** A fault of the supergraph as `file:line:column message`; without a place where no text stands behind the node. */
export function faultAt(node: ASTNode | null | undefined, message: string): string {
  // A definition begins with its description; its name is where a reader looks.
  const shown = node && 'name' in node ? node.name : node;
  const location = shown?.loc ?? node?.loc;
  if (location === undefined) return message;
  const { line, column } = getLocation(location.source, location.start);
  return `${location.source.name}:${line}:${column} ${message}`;
}
