import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Row } from './apply-rule.ts';

export interface Rejection {
  readonly line: number;
  readonly row: Row;
  readonly reason: string;
}

/** Rows that were not taken, as they came, with line and reason in front: to be mended and sent again. */
export class RejectFile {
  readonly path: string;
  #handle: FileHandle | null = null;
  #bytes: number;

  /** `bytes` is how much of the file an earlier, interrupted run has vouched for. */
  constructor(path: string, bytes: number) {
    this.path = path;
    this.#bytes = bytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Removes what an earlier import of the same file left behind. */
  async begin(): Promise<void> {
    if (this.#bytes === 0) await rm(this.path, { force: true });
  }

  async add(rejections: readonly Rejection[]): Promise<void> {
    const [first] = rejections;
    if (first === undefined) return;
    const header = this.#bytes === 0 ? csvLine(['line', 'reason', ...Object.keys(first.row)]) : '';
    const lines = rejections.map(({ line, reason, row }) =>
      csvLine([String(line), reason, ...Object.values(row)]),
    );
    const text = Buffer.from(header + lines.join(''));
    this.#handle ??= await open(this.path, this.#bytes === 0 ? 'w' : 'r+');
    // At the vouched length, over what an interrupted run may have written beyond it.
    await this.#handle.write(text, 0, text.length, this.#bytes);
    this.#bytes += text.length;
  }

  async close(): Promise<void> {
    await this.#handle?.truncate(this.#bytes);
    await this.#handle?.close();
  }
}

function csvLine(values: readonly string[]): string {
  return `${values.map(quote).join(',')}\n`;
}

function quote(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
