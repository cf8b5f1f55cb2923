import { afterAll, beforeAll, describe } from '@jest/globals';
import { testDatabases } from '../../support/test-databases.ts';
import { complaintFacts } from './complaints/complaint-facts.ts';
import { macroFacts } from './macros/macro-facts.ts';
import { offerFacts } from './offers/offer-facts.ts';
import { qualityFacts } from './quality/quality-facts.ts';
import { startServiceDesk, type ServiceDesk } from './service-desk.ts';
import { surveyLinkFacts } from './surveys/survey-link-facts.ts';

// One room for all of them: starting one costs more than what they ask it.
describe.each(testDatabases)('quality and voice on $name', ({ open }) => {
  let desk: ServiceDesk;
  beforeAll(async () => {
    desk = await startServiceDesk(await open());
  });
  afterAll(() => desk.stop());

  for (const facts of [qualityFacts, surveyLinkFacts, complaintFacts, offerFacts, macroFacts]) {
    facts(() => desk);
  }
});
