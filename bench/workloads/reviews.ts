import { shop } from '../subgraphs/shop.ts';
import { expectEqual } from './expect-equal.ts';
import { openOwnSubgraphs } from './open-own-subgraphs.ts';
import type { WorkloadDescription } from './workload.ts';

/** The published federation-gateway workload: a deep operation that meets the same few entities again and again. */
export const reviewsWorkload: WorkloadDescription = {
  key: 'a',
  title: 'users, products and reviews of one another (published workload, 87 KB)',
  async open(options) {
    return { ...(await openOwnSubgraphs(shop, [REVIEWS], options)), check: checkReviews };
  },
};

export const REVIEWS = `query Reviews {
  users { ...Person reviews { ...Opinion product { ...Goods reviews { ...Opinion ...Author } } } }
  topProducts { ...Goods reviews { ...Opinion ...Author } }
}
fragment Author on Review { author { ...Person reviews { ...Opinion product { ...Goods } } } }
fragment Person on User { id username name }
fragment Opinion on Review { id body }
fragment Goods on Product { inStock name price shippingEstimate upc weight }`;

/** As published: bytes, objects by kind (`topProducts` apart from other products), leaves, different ones. */
const PUBLISHED = {
  bytes: 87_327,
  users: 6,
  topProducts: 5,
  reviews: 189,
  products: 130,
  authors: 59,
  leaves: 1_383,
  differentUsers: 6,
  differentProducts: 5,
  differentReviews: 11,
};

function checkReviews(answer: string): void {
  const { data } = JSON.parse(answer) as { readonly data: Readonly<Record<string, unknown>> };
  const found = { bytes: Buffer.byteLength(JSON.stringify({ data })), ...count(data) };
  expectEqual('The answer to workload a', found, PUBLISHED);
}

function count(data: unknown) {
  const members: Record<string, unknown[]> = {};
  let leaves = 0;
  const visit = (name: string, value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(name, item);
    else if (typeof value === 'object' && value !== null) {
      (members[name] ??= []).push(value);
      for (const [key, member] of Object.entries(value)) visit(key, member);
    } else leaves += 1;
  };
  visit('data', data);
  const { users = [], topProducts = [], reviews = [], product = [], author = [] } = members;
  return {
    users: users.length,
    topProducts: topProducts.length,
    reviews: reviews.length,
    products: product.length,
    authors: author.length,
    leaves,
    differentUsers: different([...users, ...author], 'id'),
    differentProducts: different([...topProducts, ...product], 'upc'),
    differentReviews: different(reviews, 'id'),
  };
}

function different(objects: readonly unknown[], key: string): number {
  return new Set(objects.map((object) => Reflect.get(object as object, key) as unknown)).size;
}
