'use strict';

const { ModuleMocker } = require('jest-mock');
const { disableUsedStorages } = require('./used-storages.cjs');

/**
 * Where a test file runs: in the worker's own realm, as the project does in production. `Error` and `Array`
 * are then the same for tests and libraries, and a worker can keep a library for all its files.
 */
module.exports = class MainRealmEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  fakeTimersModern = null;
  /** What Jest replaces while a file runs. */
  #replaced = { console: globalThis.console, exit: process.exit };

  setup() {
    return Promise.resolve();
  }

  teardown() {
    globalThis.console = this.#replaced.console;
    process.exit = this.#replaced.exit;
    disableUsedStorages();
    return Promise.resolve();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** None: code is compiled for the realm that compiles it. */
  getVmContext() {
    return undefined;
  }
};
