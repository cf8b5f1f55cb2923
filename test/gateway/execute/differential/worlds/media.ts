import { federationLink } from '../federation-link.ts';

const LINK = federationLink('@key', '@shareable', '@external', '@requires', '@interfaceObject');

const library = `${LINK}
type Query {
  media(id: ID!): Media
  allMedia(first: Int = 4): [Media!]!
  search(text: String, kinds: [Kind!]): [SearchResult]
  featured: SearchResult
  node: Node
  things: [[Thing!]]
  book: Book
}
type Mutation { publish(id: ID!): Media createBook(book: BookInput!): Book! }
interface Node { id: ID! }
interface Media implements Node @key(fields: "id") { id: ID! title: String! kind: Kind! related(first: Int): [Media!] cover: Image }
type Book implements Node & Media & Thing @key(fields: "id") {
  id: ID! title: String! kind: Kind! related(first: Int): [Media!] cover: Image
  pages: Int! author: Author chapters: [Chapter!]! label: String
}
type Movie implements Node & Media & Thing @key(fields: "id") {
  id: ID! title: String! kind: Kind! related(first: Int): [Media!] cover: Image
  minutes: Float cast: [Author] label: String
}
type Song implements Node & Media @key(fields: "id") {
  id: ID! title: String! kind: Kind! related(first: Int): [Media!] cover: Image
  bpm: Int album: Album
}
interface Thing { label: String }
type Sticker implements Thing { label: String weight: Int }
type Chapter { heading: String! notes: [Note!] }
union Note = Footnote | Quote
type Footnote { mark: String! text: String }
type Quote { text: String! of: Media }
type Image @shareable { url: String! size: [Int!] }
type Author @key(fields: "id") { id: ID! name: String wrote: [Media!] }
type Album { title: String tracks: [Song!]! }
union SearchResult = Book | Movie | Author | Album
enum Kind { BOOK MOVIE SONG }
input BookInput { title: String! pages: Int kinds: [[Kind!]!] author: AuthorInput }
input AuthorInput { name: String! aliases: [String] }
`;

const opinions = `${LINK}
type Query { topMedia: [Media!] ratedMedia(min: Float!): Media }
type Mutation { rate(id: ID!, stars: Int!): Media }
type Media @interfaceObject @key(fields: "id") {
  id: ID!
  title: String! @external
  rating: Float
  opinions(first: Int): [Opinion!]!
  blurb: String @requires(fields: "title")
}
type Opinion { text: String stars: Int! about: Media! by: Author }
type Author @key(fields: "id") { id: ID! opinions: [Opinion!] }
`;

const streams = `${LINK}
type Query { nowPlaying: Playable stream(id: ID!): Stream spots: [Spot] }
interface Playable { url: String! }
type Movie implements Playable @key(fields: "id") { id: ID! url: String! streams: [Stream!] owner: Owner }
type Song implements Playable @key(fields: "id") { id: ID! url: String! plays: Int! owner: Owner }
type Radio implements Playable { url: String! station: String now: [Playable!] }
type Stream @key(fields: "id") { id: ID! of: Playable! viewers: Int cover: Image }
type Image @shareable { url: String! size: [Int!] }
union Spot = Radio | Stream | Advert
type Advert { text: String! target: Owner }
union Owner = Author | Label
type Author @key(fields: "id") { id: ID! }
type Label { name: String! artists: [Author!]! }
`;

/** Interfaces with and without keys, an interface object with @requires, unions over subgraphs, nested fragments. */
export const media = { name: 'media', subgraphs: { library, opinions, streams } } as const;
