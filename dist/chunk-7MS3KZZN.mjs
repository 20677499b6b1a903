import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/source-date-epoch.ts
function readSourceDateEpoch() {
  let text = process.env.SOURCE_DATE_EPOCH;
  if (text === void 0 || text === "") return {};
  if (!/^\d{1,11}$/.test(text))
    throw new ConfigError(
      "BAD_SOURCE_DATE_EPOCH",
      `SOURCE_DATE_EPOCH is ${JSON.stringify(text)}, expected seconds since 1970`
    );
  return { sourceDateEpoch: Number(text) };
}

export {
  readSourceDateEpoch
};
