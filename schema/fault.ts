import { isAbsolute, relative } from 'node:path';
import { getLocation } from 'graphql';
import type { ASTNode, Location } from 'graphql';

/** One thing wrong with the graph, where it is and what to do. */
export interface SchemaFault {
  /** Path of the file. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly code: string;
  readonly message: string;
}

/** A fault at a node; `file` is for nodes that no text stands behind. */
export function faultAt(node: ASTNode, file: string, code: string, message: string): SchemaFault {
  // A definition begins with its description; its name is where a reader looks.
  const described = 'description' in node && 'name' in node ? node.name : undefined;
  const location = described?.loc ?? node.loc;
  return Object.freeze({ file, line: 1, column: 1, ...placeOf(location), code, message });
}

function placeOf(location: Location | undefined): Partial<SchemaFault> {
  if (location === undefined) return {};
  return { file: location.source.name, ...getLocation(location.source, location.start) };
}

/** Faults in the order of files and lines, each once: a standard type is in many rooms. */
export function sortFaults(faults: readonly SchemaFault[]): readonly SchemaFault[] {
  const unique = new Map(
    faults.map((fault) => [JSON.stringify(Object.entries(fault).sort()), fault]),
  );
  return Object.freeze([...unique.values()].sort(compareFaults));
}

/** `file:line:column CODE message`, the file as seen from a folder when it is inside of it. */
export function formatFault(fault: SchemaFault, folder: string): string {
  const path = isAbsolute(fault.file) ? relative(folder, fault.file) : fault.file;
  const file = path.startsWith('..') ? fault.file : path;
  return `${file}:${fault.line}:${fault.column} ${fault.code} ${fault.message}`;
}

function compareFaults(left: SchemaFault, right: SchemaFault): number {
  return (
    compareText(left.file, right.file) ||
    left.line - right.line ||
    left.column - right.column ||
    compareText(left.code, right.code) ||
    compareText(left.message, right.message)
  );
}

/** By code unit, the same on every machine whatever its language. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
