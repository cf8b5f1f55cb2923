import { readFileSync } from 'node:fs';
import { parse, print, visit } from 'graphql';
import { stripSecurity } from '../../gateway/access/strip-security.ts';
import { readRoleScopes } from '../../gateway/auth/role-scopes.ts';
import type { Turn } from '../measure/take-turns.ts';
import { generatedAnswers } from './generated-answers.ts';
import { callerWith, openGateway } from './open-gateway.ts';

const CUSTOMERS = 100;

/** Workload b, over generated answers: the whole company's rules for a team lead, from whom nothing is kept. */
export async function customer360Turns(): Promise<readonly Turn[]> {
  const supergraph = textOf('../../schema/supergraph.graphql');
  const document = parse(textOf('../workloads/customer-360.graphql'));
  const answer = generatedAnswers(new URL('../../schema/supergraph.yaml', import.meta.url));
  const turnOf = async (name: string, graph: string, role: string): Promise<Turn> => {
    const ask = await openGateway({ supergraph: graph, answer });
    const caller = callerWith(readRoleScopes().get(role) ?? []);
    let asked = 0;
    return {
      name,
      run() {
        asked = (asked + 1) % CUSTOMERS;
        return ask({ document, caller, variables: { id: `c${asked}` } });
      },
    };
  };
  const bare = withoutRules(supergraph);
  return [
    await turnOf('no rules', bare, 'team-lead'),
    await turnOf('the same again', bare, 'team-lead'),
    await turnOf('all rules, nothing denied', supergraph, 'team-lead'),
    await turnOf('all rules, an agent: 3 selections denied, 1 masked', supergraph, 'agent'),
  ];
}

/** Nothing is asked of anybody, masked or sensitive, so that nothing keeps the graph from starting without rules. */
function withoutRules(supergraph: string): string {
  const names = new Set(['access', 'classification', 'mask']);
  const document = visit(parse(stripSecurity(supergraph)), {
    Directive: ({ name }) => (names.has(name.value) ? null : undefined),
  });
  return print(document);
}

function textOf(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
