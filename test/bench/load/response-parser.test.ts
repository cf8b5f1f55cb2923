import { describe, expect, test } from '@jest/globals';
import { ResponseParser, type ParsedResponse } from '../../../bench/load/response-parser.ts';

const PLAIN = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nContent-Length: 5\r\n\r\nhello';
const EMPTY = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n';
const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;name=value\r\n0123456789\r\n0\r\nchecksum: none\r\n\r\n';

function parse(pieces: readonly Buffer[]): readonly ParsedResponse[] {
  const found: ParsedResponse[] = [];
  const parser = new ResponseParser((response) => found.push(response));
  for (const piece of pieces) parser.push(piece);
  return found;
}

describe('the response parser', () => {
  test('counts the bytes of a body with a length', () => {
    expect(parse([Buffer.from(PLAIN)])).toEqual([{ status: 200, bytes: 5 }]);
  });

  test('ends a response without a body at its head', () => {
    expect(parse([Buffer.from(EMPTY)])).toEqual([{ status: 503, bytes: 0 }]);
  });

  test('counts the bytes of chunks without their sizes, extensions and trailers', () => {
    expect(parse([Buffer.from(CHUNKED)])).toEqual([{ status: 200, bytes: 15 }]);
  });

  test('counts bytes and not characters', () => {
    const body = 'Zürich – ß';
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
    expect(parse([Buffer.from(head + body)])).toEqual([
      { status: 200, bytes: Buffer.byteLength(body) },
    ]);
  });

  test('tells several responses of one connection apart, however they are cut', () => {
    const bytes = Buffer.from(PLAIN + CHUNKED + EMPTY + PLAIN);
    const whole = parse([bytes]);
    expect(whole.map(({ status }) => status)).toEqual([200, 200, 503, 200]);
    for (let size = 1; size <= bytes.length; size += 1) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(parse(pieces)).toEqual(whole);
    }
  });

  test('says nothing of a response that has not ended', () => {
    expect(parse([Buffer.from(PLAIN.slice(0, -1))])).toEqual([]);
    expect(parse([Buffer.from(CHUNKED.slice(0, -2))])).toEqual([]);
  });

  test.each([
    ['SSH-2.0-server\r\n\r\n', 'Expected the head of a response, but got: SSH-2.0-server.'],
    ['HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n', 'A response does not say where it ends.'],
    [
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nhello\r\n',
      'Expected the size of a chunk, but got: hello.',
    ],
    [`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`, 'A head or line has no end.'],
  ])('refuses what is no response with a known end: %#', (text, message) => {
    expect(() => parse([Buffer.from(text)])).toThrow(message);
  });
});
