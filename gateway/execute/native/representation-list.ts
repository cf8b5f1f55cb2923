/** Values by which entities are told apart, each leading on to the next; the last to the entity's index. */
export type KnownValues = Map<unknown, KnownValues | number>;

/** The different representations that one selection of a request is asked for. */
export class RepresentationList {
  readonly texts: string[] = [];
  readonly #byText = new Map<string, number>();
  readonly #byKeys = new Map<string, KnownValues>();

  /** The index of a representation; equal ones are sent once. */
  add(text: string): number {
    let index = this.#byText.get(text);
    if (index === undefined) {
      index = this.texts.push(text) - 1;
      this.#byText.set(text, index);
    }
    return index;
  }

  /** Indexes by the values of these keys, for whoever wants to save writing the text again. */
  knownBy(keys: string): KnownValues {
    let known = this.#byKeys.get(keys);
    if (known === undefined) {
      known = new Map();
      this.#byKeys.set(keys, known);
    }
    return known;
  }
}
