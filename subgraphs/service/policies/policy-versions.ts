import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

interface Version {
  readonly version: number;
  readonly effectiveFrom: string;
}

/** Reads the versions of a company's policies, the oldest first. Throws an Error with every fault. */
export function readVersions<Set extends Version>(
  set: z.ZodType<Set>,
  versions: unknown,
): readonly Set[] {
  const checked = z
    .array(set)
    .min(1)
    .refine((sets) => isRising(sets.map(({ version }) => version)), 'must have rising versions')
    .refine(
      (sets) => isRising(sets.map(({ effectiveFrom }) => Date.parse(effectiveFrom))),
      'must have rising times of "effectiveFrom"',
    )
    .safeParse(versions);
  if (!checked.success) throw new Error(z.prettifyError(checked.error));
  return checked.data;
}

/** Opens the policies in the YAML file that a setting names. Throws an Error that says where every fault is. */
export async function openPolicyFile<Book>(
  setting: string,
  file: string,
  open: (versions: unknown) => Book | Promise<Book>,
): Promise<Book> {
  try {
    return await open(parse(await readFile(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    throw new Error(`${setting} must name a file of policies, but in ${file}: ${reason}`, {
      cause: error,
    });
  }
}

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((one, place) => place === 0 || (numbers[place - 1] ?? one) < one);
}
