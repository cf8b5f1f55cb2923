/**
 * The data behind the published federation-gateway workload, in our own words: 6 users, 5 products, 11 reviews,
 * all written by the first user, whose first two reviews stand for everybody's. Sizes are chosen so that the
 * response has as many bytes as the published one.
 */
export interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
}

export interface Review {
  readonly id: string;
  readonly body: string;
  readonly upc: string;
}

export const users = ['1', '2', '3', '4', '5', '6'].map((id) => ({
  id,
  username: `buyer${id}`,
  name: `Buyer number ${id}`,
  birthday: 7_000 + Number(id),
}));

export const products: readonly Product[] = [
  { upc: '1', name: 'Table', price: 899, weight: 100, inStock: true },
  { upc: '2', name: 'Couch', price: 1_299, weight: 1_000, inStock: false },
  { upc: '3', name: 'Glass', price: 15, weight: 20, inStock: false },
  { upc: '4', name: 'Chair', price: 499, weight: 100, inStock: false },
  { upc: '5', name: 'Radio', price: 1_299, weight: 1_000, inStock: true },
];

const WORDS = (
  'sturdy and light it came on the day it was promised stands level on an old floor takes two people to ' +
  'carry up the stairs smells of fresh wood for a week and looks after a year as it did at the start'
).split(' ');

/** Which product each review is of, and how many characters it has. */
const REVIEWS: readonly (readonly [upc: string, length: number])[] = [
  ['1', 445],
  ['1', 288],
  ['1', 274],
  ['1', 142],
  ['2', 445],
  ['2', 288],
  ['2', 274],
  ['2', 142],
  ['3', 142],
  ['4', 142],
  ['4', 896],
];

export const reviews: readonly Review[] = REVIEWS.map(([upc, length], index) => ({
  id: String(index + 1),
  body: wordsOf(length, index),
  upc,
}));

/** Plain words of an exact length, another beginning for each number. */
function wordsOf(length: number, number: number): string {
  const words = WORDS.slice(number).concat(WORDS.slice(0, number)).join(' ');
  return words.repeat(Math.ceil(length / words.length)).slice(0, length);
}
