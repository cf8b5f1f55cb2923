/**
 * Every generated text says which fields it comes from, `<<Customer.name;CustomerName.full>>`: whoever sees it
 * anywhere has seen what each of them holds.
 */
export function marked(way: readonly string[]): string {
  return `<<${way.join(';')}>>`;
}

/** The ways of all generated texts inside another text. */
export function waysIn(text: string): readonly (readonly string[])[] {
  const ways = new Set(Array.from(text.matchAll(/<<([\w.;]+)>>/g), ([, way = '']) => way));
  return [...ways].map((way) => way.split(';'));
}
