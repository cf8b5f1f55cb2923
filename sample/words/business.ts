/** Businesses that do not exist, and what people pay them for. */

export const EMPLOYERS: readonly string[] = Object.freeze([
  'Northfield Logistics',
  'Harbor Street Clinic',
  'Example Foods',
  'Cedar County Schools',
  'Bluewater Energy',
  'Summit Software Works',
  'Green Valley Farms',
  'Ironbridge Manufacturing',
]);

interface Booking {
  readonly purpose: string;
  /** What it mostly costs, in US dollars. */
  readonly dollars: number;
  readonly counterparties: readonly string[];
}

const booking = (purpose: string, dollars: number, ...counterparties: readonly string[]): Booking =>
  Object.freeze({ purpose, dollars, counterparties });

export const BANK_BOOKINGS: readonly Booking[] = Object.freeze([
  booking('Groceries', 64, 'Corner Market', 'Fresh Basket', 'Daily Foods'),
  booking('Groceries', 85, 'Fresh Basket', 'Family Grocer'),
  booking('Rent', 1_250, 'Parkview Apartments', 'Old Mill Housing'),
  booking('Electricity', 95, 'Bluewater Energy'),
  booking('Mobile phone', 42, 'Skyline Telecom'),
  booking('Fuel', 48, 'Highway Fuels', 'Route 9 Station'),
  booking('Restaurant', 38, 'Luigi and Daughters', 'Noodle House', 'The Copper Kettle'),
  booking('Pharmacy', 27, 'Town Pharmacy'),
  booking('Online shop', 59, 'Paper and Thread', 'Home and Garden Direct'),
  booking('Cash withdrawal', 80, 'Cash machine'),
  booking('Insurance', 110, 'Insurance premium'),
  booking('Train ticket', 24, 'Regional Railways'),
]);

/** Loans by what they are for: the usual amount in US dollars, months and yearly rates in percent. */
export const LOAN_PURPOSES = Object.freeze({
  car: { dollars: 18_000, months: [36, 48, 60, 72], rates: [4.2, 8.9], share: 30 },
  home: { dollars: 210_000, months: [180, 240, 360], rates: [2.9, 6.4], share: 22 },
  'home improvement': { dollars: 14_000, months: [36, 60, 84], rates: [5.1, 9.8], share: 14 },
  education: { dollars: 16_000, months: [60, 120], rates: [3.1, 5.9], share: 12 },
  'debt consolidation': { dollars: 11_000, months: [24, 36, 48], rates: [7.5, 15.9], share: 14 },
  medical: { dollars: 6_000, months: [12, 24, 36], rates: [6.5, 11.5], share: 8 },
});

/** Insurance by product: a usual yearly premium and claim in US dollars, and how often a year one claims. */
export const INSURANCE_PRODUCTS = Object.freeze({
  'Motor Comprehensive': { premium: 980, claim: 2_300, claims: 0.16, share: 34 },
  Household: { premium: 420, claim: 1_600, claims: 0.09, share: 26 },
  'Term Life': { premium: 540, claim: 60_000, claims: 0.003, share: 14 },
  'Travel Annual': { premium: 120, claim: 480, claims: 0.12, share: 12 },
  'Health Supplement': { premium: 690, claim: 900, claims: 0.3, share: 10 },
  Pet: { premium: 310, claim: 420, claims: 0.25, share: 4 },
});
