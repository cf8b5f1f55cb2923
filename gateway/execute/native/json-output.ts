const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const NULL = Buffer.from('null');

const FIRST_BYTES = 64 * 1024;
/** A larger one is given back after use. */
const KEPT_BYTES = 4 * 1024 * 1024;
/** Above this, copying at one go beats a look at every character. */
const SHORT = 64;

/**
 * JSON text under construction, as bytes in one buffer that is used again and again: writing a response
 * leaves nothing behind but the response. What turns out not to be wanted is taken back by its beginning.
 */
export class JsonOutput {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;
  /** Changes whenever something is taken back: until then, what was written stands where it stood. */
  #takenBack = 0;

  #isPlain = false;

  /** Begins anew. Of plain texts it is known that none needs an escape. */
  begin(isPlain: boolean): void {
    this.takeBackTo(0);
    this.#isPlain = isPlain;
  }

  get length(): number {
    return this.#length;
  }

  get takenBack(): number {
    return this.#takenBack;
  }

  takeBackTo(length: number): void {
    if (length === this.#length) return;
    this.#length = length;
    this.#takenBack += 1;
  }

  /** The text of an object's member up to its value: `,"name":`. The comma of the first one becomes a brace. */
  raw(text: Uint8Array): void {
    const { length } = text;
    this.#reserve(length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < length; index += 1) bytes[at++] = text[index] ?? 0;
    this.#length = at;
  }

  comma(): void {
    this.#reserve(1);
    this.#bytes[this.#length] = COMMA;
    this.#length += 1;
  }

  null(): void {
    this.raw(NULL);
  }

  /** Ends an object that begins at a place: its first byte is the comma before its first member. */
  closeObject(start: number): void {
    this.#close(start, OPEN_OBJECT, CLOSE_OBJECT);
  }

  closeList(start: number): void {
    this.#close(start, OPEN_LIST, CLOSE_LIST);
  }

  /** A string (RFC 8259, section 7). Most need no escape, and that is seen while they are copied. */
  string(value: string): void {
    const { length } = value;
    if (length <= SHORT) this.#copied(value);
    else if (this.#isPlain) this.#plain(value);
    else this.text(JSON.stringify(value));
  }

  #plain(value: string): void {
    this.#reserve(value.length * 3 + 2);
    this.#bytes[this.#length] = QUOTE;
    const end = this.#length + 1 + this.#bytes.write(value, this.#length + 1);
    this.#bytes[end] = QUOTE;
    this.#length = end + 1;
  }

  #copied(value: string): void {
    const { length } = value;
    this.#reserve(2 * length + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = QUOTE;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code < 32 || code > 126) {
        this.text(JSON.stringify(value));
        return;
      }
      if (code === QUOTE || code === BACKSLASH) bytes[at++] = BACKSLASH;
      bytes[at++] = code;
    }
    bytes[at++] = QUOTE;
    this.#length = at;
  }

  /** Ready JSON. */
  text(json: string): void {
    this.#reserve(json.length * 3);
    this.#length += this.#bytes.write(json, this.#length);
  }

  /** Ready JSON of a few characters, all of them ASCII: a number, `true`. */
  word(json: string): void {
    const { length } = json;
    this.#reserve(length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < length; index += 1) bytes[at++] = json.charCodeAt(index);
    this.#length = at;
  }

  /** Once more what was written before. */
  again(start: number, end: number): void {
    this.#reserve(end - start);
    this.#bytes.copyWithin(this.#length, start, end);
    this.#length += end - start;
  }

  /** Copies all that was written, and lets go of a buffer that is too large to be kept. */
  copyTo(target: Buffer, at: number): void {
    this.#bytes.copy(target, at, 0, this.#length);
    this.#length = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafe(FIRST_BYTES);
  }

  #close(start: number, open: number, close: number): void {
    this.#reserve(2);
    const bytes = this.#bytes;
    // Without members there is no comma to take the place of.
    if (this.#length === start) this.#length += 1;
    bytes[start] = open;
    bytes[this.#length] = close;
    this.#length += 1;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
