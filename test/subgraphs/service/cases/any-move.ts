import fc from 'fast-check';
import type { CaseMove } from '../../../../subgraphs/service/cases/case-machine.ts';

/** Any move, possible or not. */
export const anyMove: fc.Arbitrary<CaseMove> = fc.oneof(
  fc.constant<CaseMove>({ verb: 'open' }),
  fc.constantFrom('agent-1', 'agent-2').map((agent): CaseMove => ({ verb: 'assign', agent })),
  fc.boolean().map((isPublic): CaseMove => ({ verb: 'reply', public: isPublic, replyId: null })),
  fc
    .constantFrom('CUSTOMER' as const, 'THIRD_PARTY' as const)
    .map((waitingFor): CaseMove => ({ verb: 'pause', waitingFor })),
  fc.constant<CaseMove>({ verb: 'resume' }),
  fc.option(fc.constant('done')).map((resolution): CaseMove => ({ verb: 'resolve', resolution })),
  fc.option(fc.constant('again')).map((reason): CaseMove => ({ verb: 'reopen', reason })),
  fc.constant<CaseMove>({ verb: 'close' }),
  fc.constant<CaseMove>({ verb: 'hear', replyId: null }),
  fc
    .constantFrom('LOW' as const, 'NORMAL' as const, 'HIGH' as const, 'URGENT' as const)
    .map((priority): CaseMove => ({ verb: 'prioritise', priority, before: 'HIGH' })),
  fc
    .constantFrom('2026-03-20T08:00:00Z', '2026-10-20T08:00:00Z')
    .map((openedAt): CaseMove => ({ verb: 'absorb', caseId: 'other', openedAt })),
  fc.constant<CaseMove>({ verb: 'merge', into: 'other' }),
  fc
    .constantFrom('first', 'second')
    .map((team): CaseMove => ({ verb: 'route', team, rule: 'all', version: 1 })),
  fc.constant<CaseMove>({ verb: 'transfer', team: 'second', from: 'first', reason: 'r' }),
  fc.constantFrom('FUNCTIONAL' as const, 'HIERARCHICAL' as const).map((kind): CaseMove => ({
    verb: 'escalate',
    kind,
    level: 1,
    from: null,
    to: 'second',
    reason: 'r',
    rung: null,
  })),
);
