import { describe, expect, test } from '@jest/globals';
import { RequestParser } from '../../../bench/subgraphs/request-parser.ts';

const ASKED =
  'POST /accounts HTTP/1.1\r\nHost: localhost\r\nX-Bench-Caller:  abc \r\nContent-Length: 7\r\n\r\nZürich';
const COUNTED = 'GET /requests HTTP/1.1\r\nhost: localhost\r\n\r\n';

function parse(pieces: readonly Buffer[]): readonly object[] {
  const found: object[] = [];
  const parser = new RequestParser(({ path, headers, body }) => {
    found.push({ path, caller: headers['x-bench-caller'], body: body.toString() });
  });
  for (const piece of pieces) parser.push(piece);
  return found;
}

const asked = { path: '/accounts', caller: 'abc', body: 'Zürich' };
const counted = { path: '/requests', body: '' };

describe('the request parser', () => {
  test('tells several requests of one connection apart, however they are cut', () => {
    const bytes = Buffer.from(ASKED + COUNTED + ASKED);
    expect(parse([bytes])).toEqual([asked, counted, asked]);
    const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    expect(parse(single)).toEqual([asked, counted, asked]);
  });

  test.each([
    ['a body of unknown length', 'POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n', 'chunks'],
    ['what is no request', 'hello\r\n\r\n', 'Expected a request, but got: hello.'],
    ['a head without an end', 'a'.repeat(70_000), 'A head has no end.'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parse([Buffer.from(text)])).toThrow(message);
  });
});
