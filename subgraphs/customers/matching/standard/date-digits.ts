import { standardiseDate } from '../../standardise/dates.ts';

/**
 * A date as eight digits, year first. A date that does not exist stays: the slip that made it is compared by
 * its digits. Of two numbers that both could be the month the first is taken for the day: comparing
 * knows that they may be swapped.
 */
export function dateDigits(text: string): string {
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(text);
  if (iso !== null) return iso.slice(1, 4).join('');
  const numbers = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text);
  if (numbers !== null) return dayAndMonth(numbers.slice(1, 4));
  const date = standardiseDate(text);
  return date.kind === 'standard' ? date.value.replaceAll('-', '') : '';
}

function dayAndMonth([first = '', second = '', year = '']: readonly string[]): string {
  const [day, month] = Number(second) > 12 ? [second, first] : [first, second];
  return `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`;
}
