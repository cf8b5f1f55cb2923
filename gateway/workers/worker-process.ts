import type { Worker } from 'node:cluster';

import type { Answers, Asked, Question, Said } from './messages.ts';
import { closeUntakenConnection } from './untaken-connection.ts';

/** How a worker ended. */
export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** A worker as the first process sees it: asked by messages, and gone some day. */
export class WorkerProcess {
  readonly ended: Promise<WorkerEnd>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  /** Questions from before it listened, which would be lost. */
  #unsent: Asked[] | null = [];

  constructor(worker: Worker) {
    this.#worker = worker;
    closeUntakenConnection(worker);
    // Only our own worker writes here.
    worker.on('message', (message: unknown) => this.#hear(message as Said));
    // A broken channel is the end of the process too, which is heard of below.
    worker.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      worker.once('exit', (code: number | null, signal: string | null) => {
        for (const { reject } of this.#waiting.values()) reject(new Error('The worker ended.'));
        this.#waiting.clear();
        resolve({ code, signal });
      });
    });
  }

  get processId(): number | undefined {
    return this.#worker.process.pid;
  }

  /** Rejects with the worker's own words, or when it ends before it answers. */
  ask<Kind extends Question['kind']>(
    question: Extract<Question, { kind: Kind }>,
  ): Promise<Answers[Kind]> {
    this.#asked += 1;
    const asked: Asked = { id: this.#asked, question };
    return new Promise((resolve, reject) => {
      this.#waiting.set(asked.id, { resolve, reject });
      if (this.#unsent === null) this.#send(asked);
      else this.#unsent.push(asked);
    });
  }

  /** Ends it without asking. */
  kill(): void {
    this.#worker.process.kill('SIGKILL');
  }

  #send(asked: Asked): void {
    this.#worker.send(asked, (error: Error | null) => {
      if (error !== null) this.#takeWaiting(asked.id)?.reject(error);
    });
  }

  #hear(said: Said): void {
    if (said.kind === 'awake') {
      for (const asked of this.#unsent ?? []) this.#send(asked);
      this.#unsent = null;
      return;
    }
    const waiting = this.#takeWaiting(said.id);
    if (said.kind === 'fault') waiting?.reject(new Error(said.message));
    // The answer is of the kind that was asked for, which the map of those who wait does not know.
    else waiting?.resolve(said.answer as never);
  }

  #takeWaiting(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
