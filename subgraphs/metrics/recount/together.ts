/**
 * Waits for works that share a transaction. Throws only once all have come to their end: nothing may be sent after the
 * transaction was given up.
 */
export async function together<Works extends readonly Promise<unknown>[]>(
  ...works: Works
): Promise<{ -readonly [Place in keyof Works]: Awaited<Works[Place]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
