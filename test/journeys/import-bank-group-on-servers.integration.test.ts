import { describe, test } from '@jest/globals';
import { isChosen } from '../support/chosen-databases.ts';
import { serverHouses } from '../support/house-databases.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { importJourney } from './import-bank-group.ts';

// A file of its own beside the one on the embedded database, so that they run at the same time.
describeWithRealData(
  'importing a bank group through the command line, the rooms killed meanwhile',
  () => {
    if (!isChosen('servers')) test.skip('left out by TEST_DATABASES', () => undefined);
    for (const house of serverHouses()) {
      describe(`on ${house.name}`, () => importJourney(house, 20));
    }
  },
);
