/** Shows how far long work has come: a bar on a terminal, a line every tenth elsewhere. */
export interface ProgressBar {
  /** `share` is 0 to 1. */
  update(share: number, text: string): void;
  /** Ends the bar's line. */
  finish(): void;
}

const WIDTH = 30;

export function createProgressBar(stream: NodeJS.WriteStream, label: string): ProgressBar {
  const bar = stream.isTTY ? terminalBar(stream, label) : lines(stream, label);
  return { ...bar, update: (share, text) => bar.update(clamp(share), text) };
}

/** A file that grows while it is read has more than it had. */
function clamp(share: number): number {
  return Number.isNaN(share) ? 0 : Math.min(Math.max(share, 0), 1);
}

function terminalBar(stream: NodeJS.WriteStream, label: string): ProgressBar {
  return {
    update(share, text) {
      const done = Math.round(share * WIDTH);
      const bar = '#'.repeat(done).padEnd(WIDTH, '.');
      stream.write(`\r${label} [${bar}] ${percent(share)} ${text}\u001b[K`);
    },
    finish: () => stream.write('\n'),
  };
}

function lines(stream: NodeJS.WriteStream, label: string): ProgressBar {
  let tenth = -1;
  return {
    update(share, text) {
      const now = Math.floor(share * 10);
      if (now === tenth) return;
      tenth = now;
      stream.write(`${label} ${percent(share)} ${text}\n`);
    },
    finish: () => undefined,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`.padStart(5);
}
