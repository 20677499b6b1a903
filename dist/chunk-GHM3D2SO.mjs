import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/runner/cache/registry-login.ts
function withLogin({ place, username, token }, serverUrl) {
  if (token === void 0 || username === void 0) return { place };
  let isGitHubs = /^(gh[a-z]_|github_pat_)/.test(token), { host } = new URL(serverUrl), own = host === "github.com" ? "ghcr.io" : `containers.${host}`;
  return isGitHubs && place.registry !== own ? { place } : { place, login: { username, token } };
}

export {
  withLogin
};
