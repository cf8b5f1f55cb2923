import { readDateTime } from '../../../schema/standards/date-time.ts';
import { FILE_DROP_KINDS } from '../model.ts';
import type { FileDropKind } from '../model.ts';

/** What a file's name says: what is in it and of which night. */
export interface FileName {
  readonly name: string;
  readonly kind: FileDropKind;
  /** As the name has it, e.g. `2026-01-31`. */
  readonly version: string;
  /** Comparable: 14 digits, year to second. */
  readonly versionOrder: string;
}

const NAME = /^(holders|policies|claims)-(\d{4}-?\d{2}-?\d{2}(?:T\d{4}(?:\d{2})?)?)\.csv$/;

/** Reads e.g. `holders-2026-01-31.csv` or `claims-20260131T0200.csv`; null for another name. */
export function readFileName(name: string): FileName | null {
  const [, kindText = '', version = ''] = NAME.exec(name) ?? [];
  const kind = FILE_DROP_KINDS.find((known) => known === kindText.toUpperCase());
  const versionOrder = readVersion(version);
  return kind === undefined || versionOrder === null ? null : { name, kind, version, versionOrder };
}

/** A day that exists, and a time of it when there is one. */
function readVersion(version: string): string | null {
  const digits = version.replace(/[-T]/g, '').padEnd(14, '0');
  const part = (start: number, end: number) => digits.slice(start, end);
  const day = `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}`;
  const time = `${part(8, 10)}:${part(10, 12)}:${part(12, 14)}`;
  return readDateTime(`${day}T${time}Z`) === null ? null : digits;
}

/** Older nights first; of one night holders, then policies, then claims. */
export function compareFileNames(left: FileName, right: FileName): number {
  if (left.versionOrder !== right.versionOrder) {
    return left.versionOrder < right.versionOrder ? -1 : 1;
  }
  return FILE_DROP_KINDS.indexOf(left.kind) - FILE_DROP_KINDS.indexOf(right.kind);
}

const UNFINISHED = /\.(?:part|tmp)$/;

/** The name that a file still being written will have; null when the file is not one of those. */
export function unfinishedName(name: string): FileName | null {
  return UNFINISHED.test(name) ? readFileName(name.replace(UNFINISHED, '')) : null;
}
