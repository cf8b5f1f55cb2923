import { DomainError } from '../../kit/domain-error.ts';

/** A month as `2026-10`, checked. BAD_USER_INPUT names the argument. */
export function readMonth(argument: string, text: string): string {
  if (/^(?!0000)\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new DomainError(
    'BAD_USER_INPUT',
    `Argument "${argument}" must be a month such as 2026-10, but got: ${JSON.stringify(text.slice(0, 40))}.`,
  );
}

/** Its first instant and the first one after it, UTC. */
export function monthBounds(month: string): { readonly start: Date; readonly end: Date } {
  const start = new Date(`${month}-01T00:00:00Z`);
  const end = new Date(start);
  end.setUTCMonth(start.getUTCMonth() + 1);
  return { start, end };
}
