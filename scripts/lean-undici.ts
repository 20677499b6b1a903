import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** What is left of undici: `fetch`, WebSocket, mocks and caches, which only GitHub's clients use, take 40 ms to load. */
const CONTENTS = `
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import api from 'undici/lib/api/index.js';

Object.assign(Dispatcher.prototype, api);

export { default as buildConnector } from 'undici/lib/core/connect.js';
export { default as Agent } from 'undici/lib/dispatcher/agent.js';
export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent.js';
`;

/** Bundles for our own code only what it takes of undici: an import of more fails the build. */
export const leanUndici: Plugin = {
  name: 'lean-undici',
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, ({ importer }) =>
      importer.includes('node_modules') ? undefined : { path: 'undici', namespace: 'lean' },
    );
    build.onLoad({ filter: /^undici$/, namespace: 'lean' }, () => ({
      contents: CONTENTS,
      resolveDir: join(import.meta.dirname, '..'),
    }));
  },
};
