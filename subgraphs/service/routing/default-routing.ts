import type { RoutingSetInput } from './routing-policy.ts';

const HOUR = 3_600;

/** What holds until a company writes policies of its own. Without teams it routes nothing. */
export const DEFAULT_ROUTING: readonly RoutingSetInput[] = [
  {
    version: 1,
    effectiveFrom: '0001-01-01T00:00:00Z',
    table: [
      {
        name: 'key customers who ask much',
        valueTier: 'KEY',
        volume: 'HIGH',
        to: { kind: 'CLIENT_TEAM' },
      },
      { name: 'everybody', to: { kind: 'POOL' } },
    ],
    ladders: [
      {
        name: 'default',
        rungs: [
          { kind: 'FUNCTIONAL', when: { is: 'AT_RISK' } },
          { kind: 'HIERARCHICAL', when: { is: 'BREACHED' } },
          { kind: 'HIERARCHICAL', when: { secondsAfterLast: 8 * HOUR } },
        ],
      },
    ],
  },
];
