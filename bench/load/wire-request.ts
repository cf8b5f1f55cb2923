/** A GraphQL operation over HTTP and who asks it. */
export interface BenchRequest {
  /** JSON. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether only a gateway that applies the access rules can answer it rightly. */
  readonly needsRules: boolean;
}

/** The bytes of the request (RFC 9112, section 3). */
export function wireBytes(url: URL, { body, headers }: Omit<BenchRequest, 'needsRules'>): Buffer {
  const lines = [
    `POST ${url.pathname} HTTP/1.1`,
    `host: ${url.host}`,
    'content-type: application/json',
    'accept: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
