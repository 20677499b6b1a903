import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/core/deferred.ts
function makeDeferred() {
  let resolve = () => {
  }, reject = () => {
  };
  return { promise: new Promise((...settle) => {
    [resolve, reject] = settle;
  }), resolve, reject };
}

export {
  makeDeferred
};
