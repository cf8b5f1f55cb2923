interface Taken {
  readonly rejected: number;
  readonly rejections: readonly { readonly reason: string }[];
}

/**
 * A sample is taken whole: throws for rows that a division rejected, with how many of which mutation and why the
 * first was. What reports no rows, like a setting, is taken when it answers at all.
 */
export function expectTaken(answer: Readonly<Record<string, unknown>>): void {
  for (const [mutation, value] of Object.entries(answer)) {
    if (!isTaken(value) || value.rejected === 0) continue;
    const why = value.rejections[0]?.reason ?? 'no reason given';
    throw new Error(
      `Expected ${mutation} to take the whole sample company, but ${value.rejected} rows were rejected, the first: ${why}`,
    );
  }
}

function isTaken(value: unknown): value is Taken {
  return typeof value === 'object' && value !== null && 'rejected' in value;
}
