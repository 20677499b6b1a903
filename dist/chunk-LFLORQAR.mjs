import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  remixError
} from "./chunk-PRTFM5JL.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  nearestName
} from "./chunk-GRGRR2G4.mjs";

// lib/remix/platforms.ts
var SCREEN_LAST = ["serial", "tty0"], SERIAL_LAST = ["tty0", "serial"], DEFAULT_PLATFORMS = [
  {
    name: "aws",
    kernelArguments: ["nvme_core.io_timeout=4294967295"],
    // Graviton's serial port is a 16550 on PCI, as on x86_64.
    consoles: ["tty0", "ttyS0,115200n8"],
    ignition: "aws",
    cloudInit: "Ec2"
  },
  {
    name: "azure",
    kernelArguments: ["rootdelay=300"],
    consoles: SERIAL_LAST,
    ignition: "azure",
    cloudInit: "Azure"
  },
  {
    name: "gcp",
    kernelArguments: [],
    consoles: ["ttyS0,38400n8d"],
    ignition: "gcp",
    cloudInit: "GCE"
  },
  {
    name: "metal",
    kernelArguments: [],
    consoles: SCREEN_LAST,
    ignition: "metal"
  },
  {
    name: "qemu",
    kernelArguments: [],
    consoles: SERIAL_LAST,
    ignition: "qemu"
  },
  {
    name: "vmware",
    kernelArguments: [],
    consoles: SCREEN_LAST,
    ignition: "vmware",
    cloudInit: "VMware"
  }
];
function buildPlatforms(raw, document) {
  let platforms = new Map(DEFAULT_PLATFORMS.map((platform) => [platform.name, platform]));
  for (let [name, own] of Object.entries(raw)) {
    if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) {
      let message = `platforms: expected lower-case letters, digits and "-" for a name, got "${name}"`;
      throw remixError("BAD_VALUE", message, document.placeOfKey(["platforms", name]));
    }
    if (own.like !== void 0 && !platforms.has(own.like)) {
      let place = document.placeOf(["platforms", name, "like"]);
      throw unknownPlatform(`platforms.${name}.like`, own.like, platforms, place);
    }
    let base = platforms.get(own.like ?? name) ?? {
      name,
      kernelArguments: [],
      consoles: SERIAL_LAST
    };
    platforms.set(name, {
      ...base,
      name,
      ...own["kernel-arguments"] === void 0 ? {} : { kernelArguments: own["kernel-arguments"] },
      ...own.consoles === void 0 ? {} : { consoles: own.consoles },
      ...own.ignition === void 0 ? {} : { ignition: own.ignition },
      ...own["cloud-init"] === void 0 ? {} : { cloudInit: own["cloud-init"] }
    });
  }
  return platforms;
}
function unknownPlatform(key, name, platforms, place) {
  let known = [...platforms.keys()], near = nearestName(name, known);
  return remixError(
    "BAD_VALUE",
    `${key}: expected one of ${known.join(", ")}, got "${name}"`,
    place,
    near === void 0 ? 'Define it under "platforms:".' : `Did you mean ${near}?`
  );
}
function platformArguments(platform, basearch) {
  return [...platform.consoles.map(
    (name) => name === "serial" ? ARCHITECTURES[basearch].console : name
  ).map((name) => `console=${name}`), ...platform.kernelArguments];
}

export {
  buildPlatforms,
  unknownPlatform,
  platformArguments
};
