import type { Money } from './company.ts';
import type { Country } from './countries.ts';

/** An amount thought of in US dollars, in the country's currency, to the cent. */
export function money(dollars: number, country: Country): Money {
  return {
    amount: (dollars / country.worth).toFixed(2).replace(/^-(0\.00)$/, '$1'),
    currency: country.currency,
  };
}

/** Cents as an amount. */
export function centsText(cents: number): string {
  return (cents / 100).toFixed(2);
}
