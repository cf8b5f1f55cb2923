import { describe } from '@jest/globals';
import { embeddedHouse } from '../support/house-databases.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { importJourney } from './import-bank-group.ts';

describeWithRealData('importing a bank group through the command line', () => {
  describe(`on ${embeddedHouse.name}`, () => importJourney(embeddedHouse, 20));
});
