import { parse } from 'csv-parse/sync';
import type { CustomerRow, SampleCompany } from '../../sample/company.ts';
import { generateCompany } from '../../sample/generate-company.ts';

/** The company that the tests look at, and its files read back. */
export const asOf = new Date('2026-11-22T10:00:00Z');
export const company = generateCompany({ seed: 'sample', asOf });

const holders = readFile(company, 'holders');
export const policies = readFile(company, 'policies');
export const claims = readFile(company, 'claims');

type Line = Readonly<Record<string, string>>;

function readFile({ insurance: files }: SampleCompany, kind: string): readonly Line[] {
  const text = files.find(({ name }) => name.startsWith(kind))?.text ?? '';
  const lines: Line[] = parse(text.replace(/#rows,\d+\n$/, ''), { columns: true });
  return lines;
}

/** Every customer record, as the divisions hand them on. */
export function customerRecords(): readonly {
  division: string;
  localId: string;
  row: CustomerRow;
}[] {
  const camel = (name: string) =>
    name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const fromLine = (line: Line) => {
    const known = Object.entries(line).filter(([, value]) => value !== '');
    const { holderId, emailVerified, ...row } = Object.fromEntries(
      known.map(([name, value]) => [camel(name), value]),
    );
    return {
      ...row,
      localId: holderId ?? '',
      version: '1',
      emailVerified: emailVerified === 'true',
    };
  };
  const of = (division: string, rows: readonly CustomerRow[]) =>
    rows.map((row) => ({ division, localId: row.localId, row }));
  return [
    ...of('banking', company.banking.customers),
    ...of('lending', company.lending.borrowers),
    ...of('insurance', holders.map(fromLine)),
  ];
}

/** The person behind a record, by division and local id. */
export const personOf: ReadonlyMap<string, string> = new Map(
  company.truth.people.flatMap(({ id, records }) =>
    records.map((one): [string, string] => [`${one.division} ${one.localId}`, id]),
  ),
);
