import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, print } from 'graphql';

import { createAccessControl } from '../../../../gateway/access/access-control.ts';
import type { FilteredOperation } from '../../../../gateway/access/presentation.ts';
import { PreparedOperations } from '../../../../gateway/execute/native/prepared-operations.ts';
import { composeTiny } from '../../../support/tiny-company.ts';

const url = 'http://127.0.0.1/';
const supergraph = composeTiny([{ name: 'a', url, sdl: 'type Query { a: Int }' }]);
const access = createAccessControl({ supergraph });

async function filteredFor(query: string): Promise<FilteredOperation> {
  const prepared = await access.prepare({ document: parse(query), caller: null });
  if (prepared.kind !== 'run') throw new Error(`"${query}" does not run.`);
  return prepared.presentation.filtered;
}

/** Over a planner that notes what it is asked, and has plans that fetch nothing. */
function operations() {
  const planned: string[] = [];
  const prepared = new PreparedOperations({
    planner: {
      api: '',
      plan(text) {
        planned.push(text);
        if (text.includes('refused')) return Promise.reject(new Error('There is no such field.'));
        return Promise.resolve({ kind: 'QueryPlan' });
      },
      stop: () => Promise.resolve(),
    },
    schema: buildSchema('type Query { a: Int }'),
    isSubtype: () => false,
    observe: () => undefined,
  });
  return { prepared, planned };
}

describe('the operations that a gateway is asked most', () => {
  const [rare, often] = ['{ a }', '{ again: a }'];

  test('are named first, and as many as the share allows', async () => {
    const { prepared } = operations();
    const [first, second] = [await filteredFor(rare), await filteredFor(often)];
    await prepared.get(first);
    for (let asked = 0; asked < 3; asked += 1) await prepared.get(second);
    expect(prepared.busiest(1)).toEqual([second.text, first.text]);
    expect(prepared.busiest(0.3)).toEqual([second.text]);
    expect(prepared.busiest(0)).toEqual([]);
  });

  test('are not planned again when they were warmed', async () => {
    const { prepared, planned } = operations();
    const filtered = await filteredFor(often);
    await prepared.warm([filtered.text, print(parse('{ refused }'))]);
    expect(planned).toHaveLength(2);
    await prepared.get(filtered);
    expect(planned).toHaveLength(2);
  });
});
