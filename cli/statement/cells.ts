type Rows = readonly (readonly string[])[];

/** Columns in line, those from `firstNumber` on to the right. */
export function tableText(rows: Rows, firstNumber: number): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < firstNumber ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return rows.map(lineOf).join('\n');
}

/** RFC 4180, with `\n` at the end of each line. */
export function csvText(rows: Rows): string {
  return rows.map((row) => `${row.map(quote).join(',')}\n`).join('');
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
