import { describe, expect, test } from '@jest/globals';

import { readSubgraphResult } from '../../../gateway/execute/read-subgraph-result.ts';

describe('an answer that is a GraphQL result', () => {
  test.each([
    ['data alone', '{"data":{"a":1}}', { data: { a: 1 }, isPlain: true }],
    ['data that is null', '{"data":null}', { data: null, isPlain: true }],
    ['errors alone', '{"errors":[{"message":"m"}]}', { errors: [{ message: 'm' }] }],
    [
      'both',
      '{"data":{},"errors":[{"message":"m","path":["a",0],"extensions":{"code":"C"}}]}',
      { data: {}, errors: [{ message: 'm', path: ['a', 0], extensions: { code: 'C' } }] },
    ],
  ])('%s', (_, text, result) => {
    expect(readSubgraphResult(text)).toMatchObject(result);
  });

  test('is plain where no text needs an escape', () => {
    expect(readSubgraphResult('{"data":{"a":"é"}}')).toMatchObject({ isPlain: true });
    expect(readSubgraphResult('{"data":{"a":"\\n"}}')).toMatchObject({ isPlain: false });
  });

  test('with an escape in its text its data is not known to be plain', () => {
    expect(readSubgraphResult('{"data":{"a":"\\n"}}')).toEqual({
      data: { a: '\n' },
      isPlain: false,
    });
  });

  test('members that GraphQL does not name are left out', () => {
    const text = '{"data":{},"extensions":{"x":1},"more":2,"errors":[]}';
    expect(readSubgraphResult(text)).toStrictEqual({ data: {}, isPlain: true });
  });

  test('an error counts, whatever it says about itself', () => {
    const text = '{"errors":[{"message":1,"path":"p","extensions":[]},{"path":[{}]}]}';
    expect(readSubgraphResult(text)).toStrictEqual({
      errors: [{ message: '' }, { message: '' }],
    });
  });
});

describe('an answer that is none', () => {
  test.each([
    '',
    'null',
    '[]',
    '"data"',
    '{}',
    '{"data":[]}',
    '{"data":"text"}',
    '{"data":1}',
    '{"errors":[]}',
    '{"errors":null,"data":{}}',
    '{"errors":{},"data":{}}',
    '{"errors":["text"],"data":{}}',
    '{"errors":[null],"data":{}}',
    '{"data":{"__proto__":{"a":1}}}',
    '{"data":{"a":1}',
    '<html>',
  ])('%s', (text) => {
    expect(readSubgraphResult(text)).toBeNull();
  });
});
