/** Gives equal texts one number, in the order of their first coming. The empty text is number 0. */
export class Interner {
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly texts: string[] = [''];

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.length;
    this.#numbers.set(text, number);
    this.texts.push(text);
    return number;
  }
}
