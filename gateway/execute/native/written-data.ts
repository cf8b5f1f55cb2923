const HEAD = Buffer.from('{"data":');
const TAIL = Buffer.from('}');

/** The `data` of a response as JSON, ready to be sent: what the engine hands on in place of an object. */
export class WrittenData {
  /** The response of an operation without errors: `{"data":`, the data and `}`. */
  readonly response: Buffer;

  constructor(response: Buffer) {
    this.response = response;
  }

  /** Lets data of some bytes be written into its place. */
  static from(length: number, write: (into: Buffer, at: number) => void): WrittenData {
    const { length: head } = HEAD;
    const response = Buffer.allocUnsafe(head + length + TAIL.length);
    HEAD.copy(response);
    write(response, head);
    TAIL.copy(response, head + length);
    return new WrittenData(response);
  }

  /** The data alone. */
  get bytes(): Buffer {
    return this.response.subarray(HEAD.length, this.response.length - TAIL.length);
  }
}

/** A GraphQL response as JSON (specification, section 7.2), its data written already or not. */
export function responseText(response: { readonly data?: unknown }): string {
  const { data, ...others } = response;
  if (!(data instanceof WrittenData)) return JSON.stringify(response);
  const rest = JSON.stringify(others);
  const separator = rest === '{}' ? '' : ',';
  return `${rest.slice(0, -1)}${separator}"data":${data.bytes.toString()}}`;
}

/** The same as bytes, with no more copies of written data than can be helped. */
export function responseBytes({
  data,
  errors,
}: {
  readonly data?: unknown;
  readonly errors: readonly unknown[];
}): Buffer {
  const said = errors.length === 0 ? {} : { errors };
  if (!(data instanceof WrittenData)) return Buffer.from(JSON.stringify({ ...said, data }));
  if (errors.length === 0) return data.response;
  const head = Buffer.from(`{"errors":${JSON.stringify(errors)},"data":`);
  return Buffer.concat([head, data.bytes, TAIL]);
}
