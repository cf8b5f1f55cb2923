import { open, rm, stat, truncate, type FileHandle } from 'node:fs/promises';

export interface Rejection {
  readonly line: number;
  /** As they came. */
  readonly fields: readonly string[];
  readonly reason: string;
}

/** Rows that were not taken, as they came, with line and reason in front: to be mended and sent again. */
export class RejectFile {
  readonly #path: string;
  #handle: FileHandle | null = null;
  #bytes: number;

  private constructor(path: string, bytes: number) {
    this.#path = path;
    this.#bytes = bytes;
  }

  /**
   * `bytes` is how much of the file an earlier, interrupted run has vouched for: what it wrote beyond that
   * goes. Null when the file does not have as much (any more).
   */
  static async begin(path: string, bytes: number): Promise<RejectFile | null> {
    if (bytes === 0) await rm(path, { force: true });
    else if ((await sizeOf(path)) < bytes) return null;
    else await truncate(path, bytes);
    return new RejectFile(path, bytes);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async add(columns: readonly string[], rejections: readonly Rejection[]): Promise<void> {
    if (rejections.length === 0) return;
    const header = this.#bytes === 0 ? csvLine(['line', 'reason', ...columns]) : '';
    const lines = rejections.map(({ line, reason, fields }) =>
      csvLine([String(line), reason, ...fields]),
    );
    const text = Buffer.from(header + lines.join(''));
    this.#handle ??= await open(this.#path, 'a');
    await this.#handle.appendFile(text);
    this.#bytes += text.length;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }
}

/** 0 where there is none. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

function csvLine(values: readonly string[]): string {
  return `${values.map(quote).join(',')}\n`;
}

function quote(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
