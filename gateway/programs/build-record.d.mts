/** The project's directory. */
export const PROJECT: string;

/** Where programs and their records are kept. */
export const CACHE: string;

/** What a file was made of. Written whole, beside the file. */
export interface BuildRecord {
  readonly file: string;
  /** Path from the project, and what tells whether the file there is still the one that was read. */
  readonly inputs: readonly (readonly [path: string, state: string])[];
}

/** The program that a record tells of, or null when there is none or a file that it was made of has changed. */
export function freshProgram(record: string): Promise<string | null>;

/** The time of the last change of the file itself: packages come with modification times of their own. */
export function stateOf(path: string): Promise<string>;
