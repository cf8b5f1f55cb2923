import { catalogue } from '../subgraphs/catalogue.ts';
import { expectEqual } from './expect-equal.ts';
import { openOwnSubgraphs } from './open-own-subgraphs.ts';
import type { WorkloadDescription } from './workload.ts';

export const wideListWorkload: WorkloadDescription = {
  key: 'c',
  title: 'a list of 1,000 objects with 10 fields each',
  async open(options) {
    return {
      ...(await openOwnSubgraphs(catalogue, [WIDE_LIST], options)),
      check: (answer) => {
        const { data } = JSON.parse(answer) as { readonly data: { readonly parts: object[] } };
        const found = [data.parts.length, Object.keys(data.parts[0] ?? {}).length];
        expectEqual('The objects and fields of workload c', found, [1_000, 10]);
      },
    };
  },
};

export const tinyFieldWorkload: WorkloadDescription = {
  key: 'd',
  title: 'one tiny field',
  async open(options) {
    return {
      ...(await openOwnSubgraphs(catalogue, ['{ greeting }'], options)),
      check: (answer) => {
        const expected = { data: { greeting: 'good morning' } };
        expectEqual('The answer to workload d', JSON.parse(answer), expected);
      },
    };
  },
};

const WIDE_LIST = `{
  parts(first: 1000) {
    id number title description category price stock discontinued supplier updatedAt
  }
}`;
