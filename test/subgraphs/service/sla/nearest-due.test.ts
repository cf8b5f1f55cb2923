import { expect, test } from '@jest/globals';
import type { CaseMove } from '../../../../subgraphs/service/cases/case-machine.ts';
import type { SlaSubject } from '../../../../subgraphs/service/sla/sla-policy.ts';
import { nearestDue } from '../../../../subgraphs/service/sla/nearest-due.ts';
import { readSlaBook } from '../../../../subgraphs/service/sla/sla-book.ts';
import { slaRuns } from '../../../../subgraphs/service/sla/sla-runs.ts';

/** First replies in an hour, resolutions in eight. */
const URGENT: SlaSubject = {
  division: 'banking',
  type: 'INCIDENT',
  priority: 'URGENT',
  valueTier: null,
};

const REPLY: CaseMove = { verb: 'reply', public: true, replyId: null };
const PAUSE: CaseMove = { verb: 'pause', waitingFor: 'CUSTOMER' };

test.each<[string, readonly (readonly [hour: number, move: CaseMove])[], number | null]>([
  ['its first reply', [], 1],
  ['its resolution once it is answered', [[0.5, REPLY]], 8],
  [
    'nothing while it waits',
    [
      [0.5, REPLY],
      [2, PAUSE],
    ],
    null,
  ],
  [
    'later by what it waited',
    [
      [0.5, REPLY],
      [2, PAUSE],
      [5, { verb: 'resume' }],
    ],
    11,
  ],
  ['what it is late with', [[9, REPLY]], 8],
  ['nothing when it is solved', [[2, { verb: 'resolve', resolution: null }]], null],
])('the nearest due time of a case is %s', async (_, moves, hour) => {
  const book = await readSlaBook(undefined);
  const opened: readonly [number, CaseMove] = [0, { verb: 'open' }];
  const trail = [opened, ...moves].map(([at, move]) => {
    return { ...move, at: new Date(at * 3_600_000), actor: 'a' };
  });
  const due = nearestDue(slaRuns(URGENT, trail, book));
  expect(due).toEqual(hour === null ? null : new Date(hour * 3_600_000));
});
