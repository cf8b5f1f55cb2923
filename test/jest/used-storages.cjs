'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');

/** Since the last `disableUsedStorages`. */
const used = new Set();

for (const enter of ['run', 'enterWith']) {
  const original = AsyncLocalStorage.prototype[enter];
  AsyncLocalStorage.prototype[enter] = function (...args) {
    used.add(this);
    return original.apply(this, args);
  };
}

/**
 * Before Node 24 each storage that was ever entered makes every later promise a little slower, and a file's
 * run leaves one behind: without this, the last of a hundred files spends most of its time on it.
 */
exports.disableUsedStorages = () => {
  for (const storage of used) storage.disable();
  used.clear();
};
