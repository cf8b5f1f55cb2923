import { DomainError } from './domain-error.ts';

/** Arguments of a Relay connection (Cursor Connections Specification, section 4). */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** Checked page arguments. `cursor` holds the key of the row next to which the page begins. */
export interface Page {
  readonly direction: 'forward' | 'backward';
  readonly limit: number;
  readonly cursor: readonly string[] | null;
}

export interface PageLimits {
  /** Rows when the client names no number. Defaults to 20. */
  readonly default?: number;
  /** Most rows a client may ask for. Defaults to 100. */
  readonly max?: number;
}

export interface Connection<Row> {
  readonly nodes: readonly Row[];
  readonly edges: readonly { readonly node: Row; readonly cursor: string }[];
  readonly pageInfo: PageInfo;
  /** Called only when the client asks. */
  readonly totalCount: () => Promise<number | null> | number | null;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** Throws BAD_USER_INPUT for a number out of range, both directions at once or a cursor that is not ours. */
export function readPage(args: PageArguments, limits: PageLimits = {}): Page {
  const forward = isGiven(args.first) || isGiven(args.after);
  const backward = isGiven(args.last) || isGiven(args.before);
  if (forward && backward) {
    throw invalid(
      'Arguments "first"/"after" and "last"/"before" exclude each other, but got both.',
    );
  }
  return Object.freeze(
    backward
      ? {
          direction: 'backward',
          limit: readLimit('last', args.last, limits),
          cursor: decodeCursor(args.before),
        }
      : {
          direction: 'forward',
          limit: readLimit('first', args.first, limits),
          cursor: decodeCursor(args.after),
        },
  );
}

function isGiven(argument: unknown): boolean {
  return argument !== null && argument !== undefined;
}

function readLimit(name: string, given: number | null | undefined, limits: PageLimits): number {
  const max = limits.max ?? 100;
  const limit = given ?? Math.min(limits.default ?? 20, max);
  if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
  throw invalid(`Argument "${name}" must be 1 to ${max}, but got: ${limit}.`);
}

/**
 * Makes a connection from up to `limit + 1` rows in the order they were read: for a backward page that
 * is from the cursor towards the beginning.
 */
export function connectionOf<Row>(
  rows: readonly Row[],
  page: Page,
  cursorOf: (row: Row) => readonly string[],
  totalCount: Connection<Row>['totalCount'] = () => null,
): Connection<Row> {
  const more = rows.length > page.limit;
  const taken = rows.slice(0, page.limit);
  const nodes = page.direction === 'forward' ? taken : taken.reverse();
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(cursorOf(node)) }));
  const pageInfo: PageInfo = {
    hasNextPage: page.direction === 'forward' ? more : page.cursor !== null,
    hasPreviousPage: page.direction === 'forward' ? page.cursor !== null : more,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  return { nodes, edges, pageInfo, totalCount };
}

/**
 * The same, when reading stopped before the page was full and there may be more behind: whoever goes on
 * goes on behind that place.
 */
export function stoppedAt<Row>(
  connection: Connection<Row>,
  page: Page,
  place: readonly string[],
): Connection<Row> {
  const cursor = encodeCursor(place);
  const more =
    page.direction === 'forward'
      ? { hasNextPage: true, endCursor: cursor }
      : { hasPreviousPage: true, startCursor: cursor };
  return { ...connection, pageInfo: { ...connection.pageInfo, ...more } };
}

function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decodeCursor(cursor: string | null | undefined): readonly string[] | null {
  if (cursor === null || cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.every(isKeyPart)) return key;
  } catch {
    // Not JSON: refused below like everything else that we did not write.
  }
  throw foreignCursor();
}

/** What a cursor is refused with that this connection did not give, or not to this caller. */
export function foreignCursor(): DomainError {
  return invalid('A cursor must be one that this connection gave, but got another text.');
}

/** Databases refuse texts with a zero character, and no row of ours has one. */
function isKeyPart(part: unknown): part is string {
  return typeof part === 'string' && !part.includes('\0');
}

function invalid(message: string): DomainError {
  return new DomainError('BAD_USER_INPUT', message);
}
