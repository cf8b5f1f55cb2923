import Sequencer from '@jest/test-sequencer';

/** The journeys first: they take longest, and what starts last would leave the other workers idle. */
export default class JourneysFirst extends Sequencer {
  sort(tests) {
    const others = super.sort(tests).filter((test) => !isJourney(test));
    const journeys = tests.filter(isJourney).sort((a, b) => (a.path < b.path ? -1 : 1));
    return [...journeys, ...others];
  }
}

function isJourney({ path }) {
  return path.includes('/test/journeys/');
}
