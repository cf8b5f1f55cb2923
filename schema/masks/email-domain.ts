const LONGEST = 254;

/** An e-mail address of somebody at the same domain. */
export function emailDomain(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const at = value.lastIndexOf('@');
  const masked = `hidden${value.slice(at)}`;
  return at < 0 || masked.length > LONGEST ? null : masked;
}
