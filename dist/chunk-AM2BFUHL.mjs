import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";

// lib/oci/image-config.ts
function formatImageConfig(image) {
  let created = formatCreated(image.createdSeconds);
  return Buffer.from(
    JSON.stringify({
      created,
      architecture: image.architecture,
      ...image.variant === void 0 ? {} : { variant: image.variant },
      os: "linux",
      config: formatProcess(image.process),
      rootfs: { type: "layers", diff_ids: image.diffIds },
      history: image.history.map(({ createdBy, comment, emptyLayer }) => ({
        created,
        created_by: createdBy,
        ...comment === void 0 ? {} : { comment },
        ...emptyLayer === !0 ? { empty_layer: !0 } : {}
      }))
    })
  );
}
function formatCreated(seconds) {
  return new Date(seconds * 1e3).toISOString().replace(".000Z", "Z");
}
function sortRecord(record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareBytes(a, b)));
}
function formatProcess(wanted) {
  let env = Object.entries(sortRecord(wanted.env ?? {})).map(([key, value]) => `${key}=${value}`), labels = sortRecord(wanted.labels ?? {});
  return {
    ...wanted.user === void 0 ? {} : { User: wanted.user },
    ...asSet("ExposedPorts", wanted.exposedPorts),
    ...env.length === 0 ? {} : { Env: env },
    ...wanted.entrypoint === void 0 ? {} : { Entrypoint: wanted.entrypoint },
    ...wanted.cmd === void 0 ? {} : { Cmd: wanted.cmd },
    ...asSet("Volumes", wanted.volumes),
    ...wanted.workingDir === void 0 ? {} : { WorkingDir: wanted.workingDir },
    ...Object.keys(labels).length === 0 ? {} : { Labels: labels },
    ...wanted.stopSignal === void 0 ? {} : { StopSignal: wanted.stopSignal }
  };
}
function asSet(key, names = []) {
  if (names.length === 0) return {};
  let sorted = [...new Set(names)].sort(compareBytes);
  return { [key]: Object.fromEntries(sorted.map((name) => [name, {}])) };
}

export {
  formatImageConfig,
  formatCreated,
  sortRecord
};
