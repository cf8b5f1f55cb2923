import { GraphQLError } from 'graphql';
import type { GraphQLErrorOptions } from 'graphql';

/**
 * Every error a client can meet: one row a code. Errors are made from these rows only, and the README's
 * table is printed from them, so that neither can say what the other does not.
 */
interface ErrorRow {
  /** HTTP status of a request refused for it; 200 for errors that come beside data. */
  readonly status: number;
  readonly meaning: string;
  readonly remedy: string;
  /** The thing, what was expected, what came. */
  wording(...facts: readonly never[]): string;
}

function row<Row extends ErrorRow>(entry: Row): Readonly<Row> {
  return Object.freeze(entry);
}

/** What an operation can have too much of. */
export type OperationMeasure =
  | 'tokens'
  | 'depth'
  | 'nested selections'
  | 'aliases'
  | 'root fields'
  | 'expanded nodes'
  | 'repetitions of one field'
  | 'list elements'
  | 'variable depth';

export const errorCatalogue = Object.freeze({
  BAD_REQUEST: row({
    status: 400,
    meaning: 'The HTTP request is not a GraphQL request.',
    remedy: 'Send a POST with a JSON object that holds `query`, as GraphQL over HTTP describes.',
    wording: (what: string) => what,
  }),
  BAD_USER_INPUT: row({
    status: 400,
    meaning: 'A variable or argument does not fit its type, or a subgraph refused a value.',
    remedy: 'Send a value of the type that the message names.',
    wording: (what: string) => what,
  }),
  BREAK_GLASS_REFUSED: row({
    status: 403,
    meaning: 'The request declares an emergency, and the roles of its caller open nothing in one.',
    remedy: 'Send the request without `x-break-glass-reason`; ask somebody whose role may.',
    wording: () => 'The roles of this caller open nothing in an emergency.',
  }),
  EVENTS_INTERRUPTED: row({
    status: 200,
    meaning:
      'The way on which events come to the gateway was cut, or is another now: some may have been missed.',
    remedy: 'Subscribe again, and read anew what the subscription kept up to date.',
    wording: () => 'Events may have been missed; the subscription has ended.',
  }),
  EVENTS_UNAVAILABLE: row({
    status: 503,
    meaning: 'The gateway cannot hear of the events that the subscription waits for.',
    remedy: 'Subscribe again later; the operator looks at the room, or at Redis.',
    wording: () => 'Events of this kind are not available at the moment.',
  }),
  FIELD_FORBIDDEN: row({
    status: 200,
    meaning: 'The caller may not read this field; it is null and was never fetched.',
    remedy: 'Ask for the scope with your role, or leave the field out.',
    wording: (field: string) => `Field "${field}" is not available to this caller.`,
  }),
  GRAPHQL_PARSE_FAILED: row({
    status: 400,
    meaning: 'The document is not GraphQL.',
    remedy: 'Correct the syntax at the location given.',
    wording: (what: string) => what,
  }),
  GRAPHQL_VALIDATION_FAILED: row({
    status: 400,
    meaning: 'The document does not fit the schema.',
    remedy: 'Compare it with `schema/api.graphql`.',
    wording: (what: string) => what,
  }),
  HEADERS_TOO_LARGE: row({
    status: 431,
    meaning: 'The request line, the headers or the token are longer than the limit.',
    remedy: 'Send the operation in the body of a POST; ask for a token with fewer claims.',
    wording: (what: string, limit: number) => `${what} must be at most ${limit} bytes.`,
  }),
  INPUT_FORBIDDEN: row({
    status: 403,
    meaning: 'The caller may not filter, sort or group by this; nothing of the operation ran.',
    remedy: 'Ask for the scope with your role, or leave the argument or the value out.',
    wording: (argument: string, field: string) =>
      `Argument "${argument}" of field "${field}" is not available to this caller, or not with this value.`,
  }),
  INTERNAL_SERVER_ERROR: row({
    status: 500,
    meaning: 'The gateway failed; its log has the whole error under the request id.',
    remedy: 'Report the `x-request-id` of the response to the operator.',
    wording: () => 'The gateway could not answer this request.',
  }),
  KEYS_UNAVAILABLE: row({
    status: 503,
    meaning: "The token issuer's keys cannot be read, so no token can be verified.",
    remedy: 'Try again; the operator checks `auth.jwks`.',
    wording: () => "The token issuer's keys are not available at the moment.",
  }),
  LEDGER_UNAVAILABLE: row({
    status: 503,
    meaning:
      'What the operation reads must be recorded and cannot be; nothing of it is shown. A mutation may have been done.',
    remedy: 'Try again; the operator looks at the subgraph that keeps the read ledger.',
    wording: () => 'The read ledger is not available at the moment.',
  }),
  METHOD_NOT_ALLOWED: row({
    status: 405,
    meaning: 'The HTTP method does not fit the request.',
    remedy: 'Send mutations by POST.',
    wording: (method: string) => `Method ${method} is not allowed here.`,
  }),
  NOT_FOUND: row({
    status: 404,
    meaning: 'There is nothing at this address.',
    remedy: 'Ask `/graphql`.',
    wording: () => 'There is nothing at this address; the graph is at "/graphql".',
  }),
  OPERATION_NOT_PLANNED: row({
    status: 400,
    meaning:
      'There is no way to answer the operation from the subgraphs, or finding one costs too much; nothing was run.',
    remedy: 'Ask for less at once: fewer nested interfaces and unions, fewer levels.',
    wording: (why: 'refused' | 'too-costly') =>
      why === 'refused'
        ? 'The operation cannot be planned over the subgraphs.'
        : 'The operation is too costly to plan.',
  }),
  OPERATION_RESOLUTION_FAILURE: row({
    status: 400,
    meaning: 'The document has no operation of that name, or several and no name was given.',
    remedy: 'Send `operationName`.',
    wording: (name: string | null) =>
      name === null
        ? 'A document with several operations needs "operationName".'
        : `Operation "${name.slice(0, 64)}" is not in the document.`,
  }),
  OPERATION_TOO_LARGE: row({
    status: 400,
    meaning: 'The operation exceeds a limit; nothing of it was run.',
    remedy: 'Split the operation, or page through lists.',
    wording: (measure: OperationMeasure, limit: number, got: number) =>
      `Operation must have at most ${limit} ${measure}, but got: ${got}.`,
  }),
  PURPOSE_NOT_ALLOWED: row({
    status: 403,
    meaning: 'The header `x-purpose` names none of the purposes that the access token allows.',
    remedy: 'State one of them, or none.',
    wording: () => 'Header "x-purpose" must name a purpose that the access token allows.',
  }),
  RATE_LIMIT_EXCEEDED: row({
    status: 429,
    meaning: 'The caller sent more requests than its share.',
    remedy: 'Wait for the seconds in the `Retry-After` header.',
    wording: (seconds: number) => `Too many requests; try again in ${seconds} s.`,
  }),
  REQUEST_TOO_LARGE: row({
    status: 413,
    meaning: 'The body is longer than the limit.',
    remedy: 'Send fewer or smaller variables.',
    wording: (limit: number) => `Request body must be at most ${limit} bytes.`,
  }),
  SHUTTING_DOWN: row({
    status: 503,
    meaning: 'This gateway finishes its running requests and takes no new ones.',
    remedy: 'Send the request again; another gateway takes it.',
    wording: () => 'The gateway is shutting down.',
  }),
  SUBGRAPH_ERROR: row({
    status: 200,
    meaning: 'A subgraph failed to answer a field, for a reason that is not for clients.',
    remedy: 'Report the `x-request-id`; the log has the whole error.',
    wording: (subgraph: string) => `Subgraph "${subgraph}" could not answer this field.`,
  }),
  SUBGRAPH_UNAVAILABLE: row({
    status: 200,
    meaning:
      'A subgraph is down, too slow or answered nonsense; its fields are null, all others are there.',
    remedy: 'Use what came, and ask for the rest later.',
    wording: (subgraph: string) => `Subgraph "${subgraph}" is not available at the moment.`,
  }),
  SUBGRAPH_VALUE_INVALID: row({
    status: 200,
    meaning:
      'A subgraph answered a value that its type does not have, or null where there must be a value.',
    remedy: 'Use what came; report the `x-request-id` to the operator.',
    wording: () => 'A subgraph answered this field with a value that its type does not allow.',
  }),
  SUBSCRIPTION_TOO_SLOW: row({
    status: 200,
    meaning: 'Events came faster than the subscriber took them; those that waited are dropped.',
    remedy: 'Subscribe again, read anew, and take events faster or wait for fewer of them.',
    wording: (most: number) =>
      `At most ${most} events wait for a subscriber, but more came; the subscription has ended.`,
  }),
  TOO_MANY_SUBSCRIPTIONS: row({
    status: 429,
    meaning: 'The connection, or the gateway process, has as many subscriptions as it may have.',
    remedy: 'End those that nobody needs, or open another connection.',
    wording: (what: string, limit: number) => `${what} must have at most ${limit} subscriptions.`,
  }),
  TRANSPORT_NOT_ALLOWED: row({
    status: 400,
    meaning:
      'A subscription came by a plain request, or a query or mutation on a way that takes subscriptions only.',
    remedy:
      'Subscribe by WebSocket (`graphql-transport-ws`) or with `Accept: text/event-stream`; send all else by POST.',
    wording: (what: string) => what,
  }),
  UNAUTHENTICATED: row({
    status: 401,
    meaning: 'There is no token, or it is not one that the gateway accepts.',
    remedy: 'Send `Authorization: Bearer` with a valid, unexpired access token.',
    wording: () => 'A valid access token is required: "Authorization: Bearer ...".',
  }),
  UNSUPPORTED_MEDIA_TYPE: row({
    status: 415,
    meaning: 'The body is of a type that the gateway does not read.',
    remedy: 'Send `Content-Type: application/json`.',
    wording: () => 'Request body must be of type "application/json".',
  }),
});

export type ErrorCode = keyof typeof errorCatalogue;
type Facts<Code extends ErrorCode> = Parameters<(typeof errorCatalogue)[Code]['wording']>;

/** Makes an error of the catalogue; its HTTP status is read from the code where the response is written. */
export function gatewayError<Code extends ErrorCode>(
  code: Code,
  facts: Facts<Code>,
  options: GraphQLErrorOptions = {},
): GraphQLError {
  // The tuple of facts belongs to the wording of the same row, which TypeScript does not relate by itself.
  const wording = errorCatalogue[code].wording as (...all: Facts<Code>) => string;
  const message = wording(...facts);
  const extensions = { ...options.extensions, code };
  const make = (): GraphQLError => new GraphQLError(message, { ...options, extensions });
  return code === 'INTERNAL_SERVER_ERROR' ? make() : withoutStack(make);
}

/** An answer may have many of them, and their code says where they are from: looking for it takes the most time. */
function withoutStack(make: () => GraphQLError): GraphQLError {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
}

/** The catalogue as a Markdown table, for the README. */
export function errorTable(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([code, { status, meaning, remedy }]) => `| \`${code}\` | ${status} | ${meaning} | ${remedy} |`,
  );
  return ['| code | HTTP | meaning | what to do |', '|---|---|---|---|', ...rows].join('\n');
}
