import { describe, expect, test } from '@jest/globals';
import { coerceInputValue, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import { bankingRoom } from '../../subgraphs/banking/main.ts';
import { customersRoom } from '../../subgraphs/customers/main.ts';
import type { Room } from '../../subgraphs/kit/room.ts';
import { buildRoomSchema } from '../../subgraphs/kit/room-schema.ts';
import { readRoomSdl } from '../../subgraphs/kit/room-sdl.ts';
import { lendingRoom } from '../../subgraphs/lending/main.ts';
import { metricsRoom } from '../../subgraphs/metrics/main.ts';
import { serviceRoom } from '../../subgraphs/service/main.ts';
import { company } from './sample-company.ts';

const { banking, lending, service, center } = company;

const schemaOf = (room: Room) => buildRoomSchema(readRoomSdl(room), room.resolvers);

describe('what is sent', () => {
  const schemas = {
    banking: schemaOf(bankingRoom),
    lending: schemaOf(lendingRoom),
    service: schemaOf(serviceRoom),
    customers: schemaOf(customersRoom),
    metrics: schemaOf(metricsRoom),
  };
  const faultsIn = (schema: GraphQLSchema, typeName: string, values: readonly unknown[]) => {
    // The tests name input types only.
    const type = schema.getType(typeName) as GraphQLInputType;
    const faults: string[] = [];
    for (const value of values)
      coerceInputValue(value, type, (path, _, { message }) =>
        faults.push(`${path.join('.')} ${message}`),
      );
    return faults.slice(0, 5);
  };

  test.each([
    ['banking', 'BankingRecordsInput', [banking]],
    ['lending', 'LendingRecordsInput', [lending]],
    ['service', 'CaseRecordInput', service.cases],
    ['service', 'InteractionRecordInput', service.interactions],
    ['service', 'SurveyAnswerRecordInput', service.surveyAnswers],
    ['service', 'ReferralRecordInput', service.referrals],
    ['metrics', 'ServiceRatesInput', [center.rates]],
    ['metrics', 'CostPoolInput', center.pools],
    ['metrics', 'BaselineInput', center.baselines],
    ['customers', 'ConsentInput', company.consents.flatMap(({ consents }) => consents)],
  ] as const)('fits %s %s', (room, typeName, values) => {
    expect(faultsIn(schemas[room], typeName, values)).toEqual([]);
  });
});
