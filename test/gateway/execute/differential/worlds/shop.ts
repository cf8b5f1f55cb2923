import { federationLink } from '../federation-link.ts';

const LINK = federationLink('@key', '@shareable', '@external', '@requires', '@provides');

const catalog = `${LINK}
type Query {
  product(id: ID!): Product
  products(filter: ProductFilter, first: Int = 3): [Product!]!
  maybeProducts(ids: [ID!]): [Product]
  shelves: [[Product]!]
  rates(codes: [Currency!]!): [[Float!]]
  category(id: ID): Category
  version: String @shareable
  hello: Greeting @shareable
}
type Mutation {
  renameProduct(id: ID!, name: String!, note: NoteInput): Product
  setPrices(prices: [[PriceInput!]!]!): [Product!]
}
type Product
  @key(fields: "id")
  @key(fields: "sku")
  @key(fields: "code { prefix number }") {
  id: ID!
  sku: String
  code: Code!
  name: String!
  description(long: Boolean = false, locale: LocaleInput): String
  weight: Float
  dimensions: Dimensions
  price(currency: Currency = EUR): Money!
  category: Category
  brand: Brand!
  tags: [[String!]]
  variants: [Product!]
  flag: Boolean
}
type Code @shareable { prefix: String! number: Int! }
type Dimensions @shareable { size: Size unit: Unit! sizes: [Size!] }
type Size @shareable { w: Float! h: Float! d: Float }
type Money @shareable { amount: Int! currency: Currency! }
type Greeting @shareable { text: String }
type Category @key(fields: "id") { id: ID! title: String! parent: Category products(first: Int): [Product!]! }
type Brand @key(fields: "id") { id: ID! name: String flagship: Product }
enum Currency { EUR USD GBP }
enum Unit { CM INCH }
input ProductFilter { text: String inStock: Boolean = true currencies: [Currency!] and: [ProductFilter!] range: RangeInput }
input RangeInput { from: Int! to: Int }
input LocaleInput { language: String! = "en" region: String }
input PriceInput { id: ID! amount: Int! currency: Currency = EUR }
input NoteInput { text: String! tags: [String!] }
`;

const stock = `${LINK}
type Query { warehouse(zip: String!): Warehouse! lowStock(below: Int = 5): [Product!] version: String @shareable }
type Mutation { restock(items: [RestockInput!]!): [Product] reserve(sku: String!): Reservation! }
type Product @key(fields: "id") {
  id: ID!
  weight: Float @external
  dimensions: Dimensions @external
  tags: [[String!]] @external
  stock: Int!
  warehouses: [Warehouse!]
  shippingCost(zone: Zone!): Float @requires(fields: "weight dimensions { size { w h } unit }")
  fits: Boolean @requires(fields: "dimensions { sizes { w } }")
  label: String! @requires(fields: "tags")
}
type Dimensions @shareable { size: Size unit: Unit! sizes: [Size!] }
type Size @shareable { w: Float! h: Float! d: Float }
enum Unit { CM INCH }
type Warehouse @key(fields: "location { country zip }") {
  location: Location!
  name: String
  capacity: [Int]
  holds(first: Int): [Product]
  manager: User
}
type Location @shareable { country: String! zip: String! }
type User @key(fields: "id", resolvable: false) { id: ID! }
type Reservation { ok: Boolean! product: Product by: User }
enum Zone { NEAR FAR ABROAD }
input RestockInput { id: ID! count: Int! }
`;

const reviews = `${LINK}
type Query { review(id: ID!): Review latestReviews(first: Int = 2, order: Order): [Review!]! hello: Greeting @shareable }
type Mutation { addReview(review: ReviewInput!): Review }
type Product @key(fields: "sku") {
  sku: String
  reviews(first: Int, order: Order): [Review!]!
  rating: Float
  bestReview: Review
}
type Review @key(fields: "id") {
  id: ID!
  body: String
  stars: Int!
  product: Product!
  author: User @provides(fields: "username address { city }")
  answers: [[Review]]
  reactions: [Reaction!]!
}
type Reaction { kind: ReactionKind! by: User }
enum ReactionKind { LIKE DISLIKE }
type User @key(fields: "id") {
  id: ID!
  username: String @external
  address: Address @external
  reviews(first: Int): [Review!]
  karma: Int! @requires(fields: "username")
}
type Address { city: String @external }
type Greeting @shareable { text: String }
enum Order { NEWEST BEST }
input ReviewInput { product: ID! body: String stars: Int! = 3 order: Order }
`;

const people = `${LINK}
type Query { me: User user(email: String!): User users(ids: [ID!]!): [User]! }
type Mutation { rename(id: ID!, to: String): User! }
type User @key(fields: "id") @key(fields: "email organisation { id }") {
  id: ID!
  email: String!
  username: String @shareable
  address: Address @shareable
  organisation: Organisation!
  manager: User
  favourites: [Product!]
  birthday: Day
}
type Address @shareable { city: String street: [String!] }
type Organisation @key(fields: "id") { id: ID! name: String! members(first: Int): [User!]! }
type Product @key(fields: "code { prefix number }") { code: Code! likedBy: [User!] }
type Code @shareable { prefix: String! number: Int! }
scalar Day
`;

/** Entities with several, composite and nested keys; @requires, @provides, shared value types, lists of lists. */
export const shop = {
  name: 'shop',
  subgraphs: { catalog, stock, reviews, people },
} as const;
