/** An amount as the graph shows it: decimal text with as many digits as the currency has. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** PostgreSQL gives `numeric` as text with the digits that were stored; no float comes in between. */
export function moneyOf(amount: string, currency: string): Money {
  return { amount: withDigits(amount, currencyDigits(currency)), currency };
}

/** Digits after the point by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD; 2 for a code that nobody knows. */
export function currencyDigits(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  digits.set(currency, maximumFractionDigits);
  return maximumFractionDigits;
}

/** Building a number format costs 30 µs; there are under 200 currencies. */
const digits = new Map<string, number>();

function withDigits(amount: string, count: number): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  // More digits than the currency has are shown, never rounded away.
  const shown = fraction.replace(/0+$/, '').padEnd(count, '0');
  return shown === '' ? whole : `${whole}.${shown}`;
}
