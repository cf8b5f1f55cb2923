export type CsvRow = Readonly<Record<string, string | undefined>>;

/** RFC 4180, with a last line that says how many rows there are, so that half a file shows. */
export function csvFile(columns: readonly string[], rows: readonly CsvRow[]): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? '')).join(','));
  return [columns.join(','), ...lines, `#rows,${rows.length}`, ''].join('\n');
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
