import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/publish/asset-name.ts
function assetName(file) {
  let name = file.slice(file.indexOf("/") + 1).replaceAll("/", "-").replaceAll(/[^A-Za-z0-9._+@-]+/g, ".").replaceAll(/\.{2,}/g, ".").replaceAll(/^\.|\.$/g, "");
  return name === "" ? "file" : name;
}

export {
  assetName
};
