/** The `data` of a response as JSON text, ready to be sent: what the engine hands on in place of an object. */
export class WrittenData {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A GraphQL response as JSON (specification, section 7.2), its data written already or not. */
export function responseText(response: { readonly data?: unknown }): string {
  const { data, ...others } = response;
  if (!(data instanceof WrittenData)) return JSON.stringify(response);
  const rest = JSON.stringify(others);
  const separator = rest === '{}' ? '' : ',';
  return `${rest.slice(0, -1)}${separator}"data":${data.text}}`;
}
