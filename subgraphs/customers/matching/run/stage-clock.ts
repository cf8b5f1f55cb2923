export interface Stage {
  readonly name: string;
  readonly milliseconds: number;
}

/** Tells how long each stage of a run took, and whoever wants to know which one it is in. */
export class StageClock {
  readonly #done: Stage[] = [];
  readonly #onStage: (name: string) => void;
  #current: { readonly name: string; readonly began: number } | null = null;

  constructor(onStage: (name: string) => void = () => undefined) {
    this.#onStage = onStage;
  }

  /** Ends the stage that runs and begins another one. */
  start(name: string): void {
    this.stop();
    this.#current = { name, began: performance.now() };
    this.#onStage(name);
  }

  stop(): void {
    if (this.#current === null) return;
    const { name, began } = this.#current;
    this.#done.push({ name, milliseconds: performance.now() - began });
    this.#current = null;
  }

  stages(): readonly Stage[] {
    return [...this.#done];
  }
}
