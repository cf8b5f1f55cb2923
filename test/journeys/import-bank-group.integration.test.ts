import { describe } from '@jest/globals';
import { isChosen } from '../support/chosen-databases.ts';
import { embeddedHouse } from '../support/house-databases.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { importJourney } from './import-bank-group.ts';

describeWithRealData('importing a bank group through the command line', () => {
  (isChosen('pglite') ? describe : describe.skip)(`on ${embeddedHouse.name}`, () =>
    importJourney(embeddedHouse, 0),
  );
});
