import type { PassedAnswer, ResponseCheck, SubgraphResult } from './subgraph-client.ts';

/**
 * A result whose answer passed its check, so it has data and no errors. It is parsed only for who shares it without
 * the same check.
 */
export class PassedResult implements SubgraphResult {
  readonly passed: PassedAnswer;
  #data: Record<string, unknown> | undefined;

  constructor(check: ResponseCheck, answer: Buffer) {
    this.passed = Object.freeze({ check, answer });
  }

  get data(): Record<string, unknown> {
    this.#data ??= parseData(this.passed.answer);
    return this.#data;
  }
}

function parseData(answer: Buffer): Record<string, unknown> {
  // The check has seen that it is an object of one member, which is an object.
  const { data } = JSON.parse(answer.toString()) as { readonly data: Record<string, unknown> };
  return data;
}
