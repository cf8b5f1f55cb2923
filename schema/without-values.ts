/** Where messages of ours, of GraphQL servers and of PostgreSQL begin to repeat a value, up to their end. */
const VALUE_AT_END =
  /\b(got invalid value|but got:?|cannot represent[^:]*:|invalid input (?:syntax|value)[^:]*:)[^]*$/;
const EMAIL_ADDRESS = /[^\s"'<>(),;:@]{1,64}@[^\s"'<>(),;:@]{1,255}/g;
/** Account, telephone and identity numbers, dates of birth; not the dots of an IP address. */
const LONG_NUMBER = /\+?\d(?:[ /-]?\d){4,}/g;

/**
 * An error's message as a log may keep it: what went wrong, without the value that went in, which may be
 * somebody's personal data. Only for messages; data has no place in a log at all.
 */
export function withoutValues(message: string): string {
  return message
    .replace(VALUE_AT_END, '$1 …')
    .replace(EMAIL_ADDRESS, '…')
    .replace(LONG_NUMBER, '…');
}
