const LOOKS = 400;
const PAUSE_MS = 25;

/** Waits for what comes soon but not at once: settles when `look` no longer throws, else with its last error. */
export async function eventually<Value>(look: () => Value | Promise<Value>): Promise<Value> {
  for (let left = LOOKS; ; left--) {
    try {
      return await look();
    } catch (error) {
      if (left === 0) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
