/** A rule for joining clusters: of a clean file no cluster has two records. */
export function oneOfEach(
  files: Uint8Array,
  cleanFiles: readonly number[],
): (left: readonly number[], right: readonly number[]) => boolean {
  const isClean = new Set(cleanFiles);
  return (left, right) => {
    const taken = new Set(
      left.map((record) => files[record] ?? 0).filter((file) => isClean.has(file)),
    );
    return !right.some((record) => taken.has(files[record] ?? 0));
  };
}
