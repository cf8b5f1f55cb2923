import { LINK, type BenchSubgraph } from './subgraph.ts';

/** One subgraph with a wide list and a tiny field: no joins, so that reading, checking and writing is what costs. */
export const catalogue: readonly BenchSubgraph[] = [
  {
    name: 'catalogue',
    sdl: `${LINK}
      type Query { parts(first: Int!): [Part!]!  greeting: String! }
      type Part {
        id: ID!
        number: String!
        title: String!
        description: String
        category: Category!
        price: Float!
        stock: Int!
        discontinued: Boolean!
        supplier: String
        updatedAt: String!
      }
      enum Category { BOLT NUT WASHER SCREW }`,
    resolvers: {
      Query: {
        parts: (_: unknown, { first }: { first: number }) => parts.slice(0, first),
        greeting: () => 'good morning',
      },
    },
  },
];

const CATEGORIES = ['BOLT', 'NUT', 'WASHER', 'SCREW'];

const parts = Array.from({ length: 1_000 }, (_, index) => ({
  id: `part-${index}`,
  number: `P${String(index).padStart(6, '0')}`,
  title: `Part number ${index} of the "standard" range`,
  description: index % 7 === 0 ? null : `Steel, ${4 + (index % 20)} mm, packed by the hundred`,
  category: CATEGORIES[index % CATEGORIES.length],
  price: 0.25 + (index % 400) / 8,
  stock: (index * 37) % 5_000,
  discontinued: index % 11 === 0,
  supplier: index % 5 === 0 ? null : `Supplier ${index % 40}`,
  updatedAt: `2026-0${1 + (index % 9)}-1${index % 10}T08:00:00Z`,
}));
