import { LINK, type BenchSubgraph } from './subgraph.ts';
import { products, reviews, users, type Product, type Review } from './shop-data.ts';

/** The four subgraphs of the published federation-gateway workload. */
export const shop: readonly BenchSubgraph[] = [
  {
    name: 'accounts',
    sdl: `${LINK}
      type Query { me: User  user(id: ID!): User  users: [User] }
      type User @key(fields: "id") { id: ID!  name: String  username: String  birthday: Int }`,
    resolvers: {
      Query: {
        me: () => users[0],
        user: (_: unknown, { id }: { id: string }) => userOf({ id }),
        users: () => users,
      },
      User: { __resolveReference: userOf },
    },
  },
  {
    name: 'inventory',
    sdl: `${LINK}
      type Product @key(fields: "upc") {
        upc: String!
        weight: Int @external
        price: Int @external
        inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: (reference: Partial<Product>) => ({
          ...reference,
          inStock: productOf(reference)?.inStock,
        }),
        shippingEstimate: ({ price, weight }: Product) => (price > 1_000 ? 0 : weight / 2),
      },
    },
  },
  {
    name: 'products',
    sdl: `${LINK}
      type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String!  name: String  price: Int  weight: Int }`,
    resolvers: {
      Query: {
        topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first),
      },
      Product: { __resolveReference: productOf },
    },
  },
  {
    name: 'reviews',
    sdl: `${LINK}
      type Review @key(fields: "id") {
        id: ID!
        body: String
        product: Product
        author: User @provides(fields: "username")
      }
      type User @key(fields: "id") { id: ID!  username: String @external  reviews: [Review] }
      type Product @key(fields: "upc") { upc: String!  reviews: [Review] }`,
    resolvers: {
      Review: {
        __resolveReference: ({ id }: { id: string }) => reviews.find((review) => review.id === id),
        product: ({ upc }: Review) => ({ upc }),
        author: () => ({ id: users[0]?.id, username: users[0]?.username }),
      },
      User: { reviews: () => reviews.slice(0, 2) },
      Product: { reviews: ({ upc }: Review) => reviews.filter((review) => review.upc === upc) },
    },
  },
];

function userOf({ id }: { readonly id: string }) {
  return users.find((user) => user.id === id);
}

function productOf({ upc }: Partial<Product>): Product | undefined {
  return products.find((product) => product.upc === upc);
}
