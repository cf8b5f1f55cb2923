/**
 * The code of a system's or library's error, or an empty text. By its shape, not by its class: an error of
 * Node's own may come from another realm, where it is no instance of our `Error`.
 */
export function errorCodeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
