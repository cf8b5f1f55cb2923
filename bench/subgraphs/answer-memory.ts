/** Answers by the bytes of the question. When it is full, the oldest go. */
export class AnswerMemory {
  readonly #answers = new Map<string, Buffer>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get(question: string): Buffer | undefined {
    return this.#answers.get(question);
  }

  put(question: string, answer: Buffer): void {
    if (this.#answers.has(question)) return;
    this.#answers.set(question, answer);
    this.#bytes += question.length + answer.length;
    for (const [oldest, { length }] of this.#answers) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#answers.delete(oldest);
      this.#bytes -= oldest.length + length;
    }
  }
}
