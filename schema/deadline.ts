/**
 * How many milliseconds the gateway goes on waiting for an answer, counted from when it sent the request.
 * Work for it may stop then, or when the connection closes.
 */
export const DEADLINE_HEADER = 'x-switchboard-deadline-ms';
