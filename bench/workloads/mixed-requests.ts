import { wireBytes } from '../load/wire-request.ts';
import { inTurn, type LoadOptions, type WireRequest } from '../load/run-load.ts';
import { REVIEWS } from './reviews.ts';

/** Every so many requests ask an operation that nobody has asked before, so that caches turn over. */
const NEW_EVERY = 50;
/** Every so many requests are wrong. */
const WRONG_EVERY = 100;

/**
 * Operations as a gateway meets them: small ones often, a deep one at times, some with variables and conditions,
 * some wrong, some new. Each is asked once to learn what its answer must be.
 */
export async function mixedRequests(url: URL): Promise<LoadOptions['requestAt']> {
  const commonAt = inTurn(await Promise.all(bodies().map((body) => askedOnce(url, body))));
  const wrongAt = inTurn(await Promise.all(WRONG.map((query) => askedOnce(url, { query }))));
  const fresh = await askedOnce(url, newOperation(0));
  return (index) => {
    if (index % NEW_EVERY === 0) return { ...fresh, bytes: bytesOf(url, newOperation(index)) };
    return index % WRONG_EVERY === 1 ? wrongAt(index) : commonAt(index);
  };
}

interface Body {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

function bodies(): readonly Body[] {
  const numbers = [1, 2, 3, 4, 5];
  return [
    { query: REVIEWS },
    { query: '{ greeting }' },
    { query: PARTS, variables: { first: 20 } },
    ...numbers.map((first) => ({ query: TOP_PRODUCTS, variables: { first } })),
    ...numbers.map((first) => ({ query: `{ topProducts(first: ${first}) { name inStock } }` })),
    ...numbers.map((id) => ({ query: USER, variables: { id: String(id), deep: id % 2 === 0 } })),
  ];
}

/** All of one length, so that all answers are. */
function newOperation(index: number): Body {
  const alias = `a${String(index).padStart(9, '0')}`;
  return { query: `{ ${alias}: topProducts(first: 1) { upc shippingEstimate } }` };
}

async function askedOnce(url: URL, body: Body): Promise<WireRequest> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  const answerBytes = (await response.arrayBuffer()).byteLength;
  return { bytes: bytesOf(url, body), answerStatus: response.status, answerBytes };
}

function bytesOf(url: URL, body: Body): Buffer {
  return wireBytes(url, { body: JSON.stringify(body), headers: {} });
}

const PARTS = `query Parts($first: Int!) {
  parts(first: $first) { id title category price discontinued supplier }
}`;
const TOP_PRODUCTS = `query Top($first: Int) {
  topProducts(first: $first) { upc name shippingEstimate reviews { id author { username name } } }
}`;
const USER = `query User($id: ID!, $deep: Boolean!) {
  user(id: $id) { id name reviews @include(if: $deep) { id product { upc inStock } } }
}`;
const WRONG = ['{ greeting', '{ noSuchField }', '{ parts { id } }'];
