import { destination, pino } from 'pino';
import type { Logger } from 'pino';

/** JSON lines on stderr: stdout belongs to what a command has to say. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination(2));
}
