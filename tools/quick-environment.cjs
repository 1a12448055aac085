// Where Jest runs a spec file: as its own environment of Node, but in a context whose globals are plain. In the
// usual one every look at Math, Number or Map goes through an interceptor of node:vm, and what calculates much takes
// several times as long.
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** What `node:vm` has for it; the environment itself makes its context without a word to say how. */
function withPlainContexts(make) {
  const { createContext } = vm;
  vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
  try {
    return make();
  } finally {
    vm.createContext = createContext;
  }
}

module.exports = class QuickEnvironment {
  constructor(...words) {
    return withPlainContexts(() => new TestEnvironment(...words));
  }
};
