import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/remix/nearest.ts
function nearestName(name, known) {
  let wanted = fold(name);
  if (wanted.length > 64) return;
  let limit = Math.max(1, Math.min(wanted.length - 2, 2 + Math.floor(wanted.length / 12))), best;
  for (let candidate of known) {
    let distance = editDistance(wanted, fold(candidate));
    distance <= limit && (best === void 0 || distance < best.distance) && (best = { name: candidate, distance });
  }
  return best?.name;
}
function fold(name) {
  return name.toLowerCase().replaceAll("_", "-");
}
function editDistance(a, b) {
  let beforeLast = [], last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    let row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      let same = a[i - 1] === b[j - 1], cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1)
      );
      i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && (cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)), row.push(cost);
    }
    beforeLast = last, last = row;
  }
  return last[b.length] ?? 0;
}

export {
  nearestName
};
