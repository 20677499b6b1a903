import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/container/layer-entry.ts
function nameOf({ path }) {
  return `/${path}`;
}

export {
  nameOf
};
