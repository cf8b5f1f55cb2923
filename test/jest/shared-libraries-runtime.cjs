'use strict';

const { isBuiltin } = require('node:module');
const { compileFunction, SyntheticModule } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/**
 * Evaluates the project's own files anew for each test file, as Jest does, but has Node load each library
 * once a worker: most of what a file imports is libraries, and that took longer than many a file's tests.
 * It replaces methods that Jest keeps to itself, so Jest's version is pinned.
 */
module.exports = class SharedLibrariesRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    const { esmLoader, executor } = this;
    const resolveModule = esmLoader.resolveModule.bind(esmLoader);
    esmLoader.resolveModule = (specifier, ...rest) =>
      isLibrary(specifier) ? importLibrary(specifier) : resolveModule(specifier, ...rest);
    // Jest's newer way of loading, for newer versions of Node, has no such step.
    this._resolution.canResolveSync = () => false;
    esmLoader.getContext = () => undefined;
    executor.compile = (source, filename) => compileOnce(source, filename, executor);
  }
};

/** What every test file runs anew, Jest itself above all, by its file's name: compiled, and made fast, once a worker. */
const compiled = new Map();

function compileOnce(source, filename, { injectedModuleParameters }) {
  let known = compiled.get(filename);
  if (known?.source !== source) {
    known = { source, run: compileFunction(source, injectedModuleParameters, { filename }) };
    compiled.set(filename, known);
  }
  return known.run;
}

/** By a package's name, which is all that the project's files import beside each other and Node's modules. */
function isLibrary(specifier) {
  return (
    /^(@[\w-]+\/)?[a-z][\w.-]*(\/|$)/.test(specifier) &&
    specifier !== '@jest/globals' &&
    !isBuiltin(specifier)
  );
}

async function importLibrary(specifier) {
  const library = await import(specifier);
  const names = Object.keys(library);
  const module = new SyntheticModule(names, () => {
    for (const name of names) module.setExport(name, library[name]);
  });
  await module.link(() => undefined);
  await module.evaluate();
  return module;
}
