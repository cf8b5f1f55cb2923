/** A mapping for the rows below. */
export const COMPLAINTS = `
kind: complaints
where: { column: zone, in: [EU] }
record:
  externalId: id
  subject: text
  openedAt: { column: day, dateTime: YYYY-MM-DD }
warnings:
  - { name: answered before it came, notBefore: [answered, day], date: YYYY-MM-DD }
`;

/**
 * A file of complaints: of every 50 rows one has too few fields, one a day that is none, one is refused by
 * the room, one belongs to another zone, one was answered before it came and one has a line break.
 */
export function complaintRows(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const id = index % 50 === 3 ? `refuse-${index}` : `c${index}`;
    if (index % 50 === 1) return `${id},EU`;
    const day = index % 50 === 2 ? '2026-02-30' : '2026-02-10';
    const zone = index % 50 === 4 ? 'US' : 'EU';
    const answered = index % 50 === 5 ? '2026-02-09' : '2026-02-11';
    const text = index % 50 === 6 ? '"two\nlines"' : 'one line';
    return `${id},${zone},${day},${answered},${text}`;
  });
  return `id,zone,day,answered,text\n${rows.join('\n')}\n`;
}
